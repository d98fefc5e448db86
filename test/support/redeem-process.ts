/**
 * `redeem-process.ts FILE TOKEN COMPANY CODE COUNT`: a process of its own on a SQLite file, which
 * checks one code that many times at once and prints how often it was told true.
 */
import { DatabaseSync } from 'node:sqlite';
import { createBackend } from '../../src/backend/index.ts';
import { sqliteStore } from '../../src/store/index.ts';

const [file = '', token = '', company = '', code = '', count = '0'] = process.argv.slice(2);
const store = sqliteStore(new DatabaseSync(file));
const backend = createBackend({
  store,
  secret: 'server secret',
  secretKey: '768',
  products: [],
  now: () => Date.now(),
});
const query = new URLSearchParams({ token, company, code });
const url = `http://localhost/api/checkPromocode?${query.toString()}`;
const replies = await Promise.all(
  Array.from({ length: Number(count) }, async () => {
    const response = await backend(new Request(url));
    return (await response.json()) as { readonly msg: unknown };
  }),
);
process.stdout.write(String(replies.filter(({ msg }) => msg === true).length));
await store.destroy();
