import { after } from 'node:test';
import { loadConfig } from '../../../src/node/config/load.ts';
import { openStore } from '../../../src/node/store/open-store.ts';
import type { Store } from '../../../src/store/index.ts';
import { postgresStoreAt, testStoreUrl } from './test-store.ts';

/** One database as two servers see it, each with its own connections. */
export async function twoStores(): Promise<readonly [Store, Store]> {
  const { store: location } = loadConfig({ env: { PROMO_LEAD_STORE: await testStoreUrl() } });
  const open = async (): Promise<Store> => {
    const { store, close } = await openStore(location);
    after(close);
    return store;
  };
  if (location.kind === 'postgres') {
    await open();
    return [await postgresStoreAt(location), await postgresStoreAt(location)];
  }
  return [await open(), await open()];
}
