/**
 * `intake-process.ts COUNT`: sends one lead with one key that many times at once, on the store that
 * `PROMO_LEAD_STORE` names, and prints the replies, one per line.
 */
import { loadConfig } from '../../../src/node/config/load.ts';
import { openStore } from '../../../src/node/store/open-store.ts';
import { createProxy } from '../../../src/proxy/index.ts';
import type { PromoCodeUpstream } from '../../../src/upstream/ports.ts';
import { goodLead, pageOrigin, withKey } from '../proxy/proxy-stage.ts';

const away = (): Promise<never> => Promise.reject(new Error('not asked here'));
const promoCodes: PromoCodeUpstream = { companies: away, list: away, redeem: away };
const { store, close } = await openStore(loadConfig({ env: process.env }).store);
const silent = (): void => {};
const proxy = createProxy({
  store,
  promoCodes,
  origins: () => [pageOrigin],
  products: [{ slug: goodLead.product, title: 'Black Mask' }],
  now: Date.now,
  log: { info: silent, warn: silent, error: silent },
});
const post = async (): Promise<string> => {
  const reply = await proxy(
    new Request('https://proxy.example/v1/leads', {
      method: 'POST',
      headers: {
        origin: pageOrigin,
        'content-type': 'application/json',
        ...withKey('the-key-of-all'),
      },
      body: JSON.stringify(goodLead),
    }),
  );
  const { ref } = (await reply.json()) as { readonly ref: string };
  return `${reply.status} ${ref}`;
};
const count = Number(process.argv[2]);
const replies = await Promise.all(Array.from({ length: count }, post));
process.stdout.write(replies.join('\n'));
await close();
