import { underPath } from 'promo-lead/proxy';
import { leads } from '../../../leads.js';

/** @param {Request} request */
async function answer(request) {
  const { handle } = await leads();
  // Next tells no address. The last one was added by the reverse proxy in front, which there has to
  // be: without one, anybody may write here what he likes.
  const visitorAddress = request.headers.get('x-forwarded-for')?.split(',').at(-1);
  return underPath('/promo', handle)(asAsked(request), { visitorAddress });
}

/**
 * The request as the browser made it: Next makes the URL of a name of its own, and the owner's pages
 * have to be of the host that was asked for, which stands in Host, where no page can write another.
 * And it compresses by itself: of what is compressed already it would not say so.
 *
 * @param {Request} request
 */
function asAsked(request) {
  const url = new URL(request.url);
  // A port that Host does not name is the usual one.
  url.port = '';
  url.host = request.headers.get('host') ?? '';
  const asked = new Request(url, request);
  asked.headers.delete('accept-encoding');
  return asked;
}

export { answer as DELETE, answer as GET, answer as OPTIONS, answer as PATCH, answer as POST };
