/**
 * `redeem-process.ts TOKEN COMPANY CODE COUNT`: checks one code that many times at once, on the
 * store that `PROMO_LEAD_STORE` names, and prints how often the answer was true.
 */
import { createBackend } from '../../../src/backend/index.ts';
import { loadConfig } from '../../../src/node/config/load.ts';
import { openStore } from '../../../src/node/store/open-store.ts';
import { StoreError } from '../../../src/store/index.ts';

const [token = '', company = '', code = '', count = '0'] = process.argv.slice(2);
const { store, close } = await openStore(loadConfig({ env: process.env }).store);
const backend = createBackend({
  store,
  secret: 'server secret',
  secretKey: '768',
  products: [],
  now: () => Date.now(),
});
const query = new URLSearchParams({ token, company, code });
const url = `http://localhost/api/checkPromocode?${query.toString()}`;
/** Repeats the call, as a client does after a 503, if the database was too busy. */
async function check(): Promise<{ readonly msg: unknown }> {
  try {
    const response = await backend(new Request(url));
    return (await response.json()) as { readonly msg: unknown };
  } catch (error) {
    if (error instanceof StoreError) return check();
    throw error;
  }
}
const replies = await Promise.all(Array.from({ length: Number(count) }, check));
process.stdout.write(String(replies.filter(({ msg }) => msg === true).length));
await close();
