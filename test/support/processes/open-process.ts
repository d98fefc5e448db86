/**
 * `open-process.ts`: opens the store that `PROMO_LEAD_STORE` names, seeds the demo as a start does,
 * and prints whether it was the one that made the tables.
 */
import { seedDemo } from '../../../src/backend/index.ts';
import { loadConfig } from '../../../src/node/config/load.ts';
import { openStore } from '../../../src/node/store/open-store.ts';

const { store, isNew, close } = await openStore(loadConfig({ env: process.env }).store);
await seedDemo(store, 0);
process.stdout.write(isNew ? 'made' : 'found');
await close();
