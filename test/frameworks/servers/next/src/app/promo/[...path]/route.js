import { underPath } from 'promo-lead/proxy';
import { leads } from '../../../leads.js';

/** @param {Request} request */
async function answer(request) {
  const { handle } = await leads();
  // Next tells no address. The last one was added by the reverse proxy in front, which there has to
  // be: without one, anybody may write here what he likes.
  const visitorAddress = request.headers.get('x-forwarded-for')?.split(',').at(-1);
  return underPath('/promo', handle)(request, { visitorAddress });
}

export { answer as GET, answer as OPTIONS, answer as POST };
