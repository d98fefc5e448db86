import { loadConfig, mountProxy } from 'promo-lead/node';

/**
 * The proxy of this process. Next bundles each of its entries by itself, so that a variable of this
 * module would be another one in each: what all of them share is on `globalThis`.
 */
export function leads() {
  globalThis.promoLead ??= mountProxy(loadConfig({ env: process.env }));
  return globalThis.promoLead;
}

/** So that leads of before are sent before anybody comes. */
export async function start() {
  const { close } = await leads();
  // Next ends with its last request; with NEXT_MANUAL_SIG_HANDLE=true it leaves that to us.
  process.once('SIGTERM', async () => {
    await close();
    process.exit(0);
  });
}
