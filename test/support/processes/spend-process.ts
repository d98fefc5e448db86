/**
 * `spend-process.ts SECRET SITE PAYLOAD COUNT`: spends one solved challenge that many times at
 * once, on the store that `PROMO_LEAD_STORE` names, and prints how often it was accepted.
 */
import { loadConfig } from '../../../src/node/config/load.ts';
import { openStore } from '../../../src/node/store/open-store.ts';
import { Challenges } from '../../../src/proxy/limits/challenges.ts';
import { Rates } from '../../../src/proxy/limits/rates.ts';

const [secret = '', site = '', payload = '', count = '0'] = process.argv.slice(2);
const { store, close } = await openStore(loadConfig({ env: process.env }).store);
const challenges = new Challenges({ rates: new Rates(store), secret, now: () => 0 });
const spent = await Promise.all(
  Array.from({ length: Number(count) }, () => challenges.spend(payload, { action: 'lead', site })),
);
process.stdout.write(String(spent.filter(Boolean).length));
await close();
