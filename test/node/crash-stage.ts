import { AsyncResource } from 'node:async_hooks';
import { after } from 'node:test';
import { loadConfig } from '../../src/node/config/load.ts';
import type { Environment } from '../../src/node/config/sources.ts';
import { openStore } from '../../src/node/store/open-store.ts';
import type { Store } from '../../src/store/index.ts';
import { type SpawnedServer, spawnServer } from '../support/command/spawn.ts';
import { testStoreUrl } from '../support/store/test-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type FaultVendor, faultVendor, vendorAccess } from '../support/vendors/fault-vendor.ts';

/** `promo-lead serve` as a process that may be killed, with vendors that keep running. */
export interface CrashStage {
  readonly vendor: FaultVendor;
  /** The server's store, over the test's own connection. */
  readonly store: Store;
  /** Where the server keeps its data. */
  readonly data: string;
  /** The most recently started server. */
  readonly server: SpawnedServer;
  /** Starts the server on the same data, ten minutes later by its clock: no lease holds. */
  restart(): Promise<void>;
}

const preloaded = new URL('../support/processes/failpoint-process.ts', import.meta.url).href;
const tenMinutes = 600_000;

export interface CrashStageOptions {
  /** `PROMO_LEAD_STORE`; a new store by default. */
  readonly url?: string;
  /** The promo codes that the vendor knows. */
  readonly codes: readonly string[];
}

export async function createCrashStage(options: CrashStageOptions): Promise<CrashStage> {
  const { codes, url = await testStoreUrl() } = options;
  const vendor = await faultVendor(codes);
  after(() => vendor.close());
  const { company, token, secretKey } = vendorAccess;
  const env: Environment = {
    PROMO_LEAD_STORE: url,
    PROMO_LEAD_SECRET: 'a-secret-that-outlives-a-crash',
    PROMO_LEAD_LIMITS: 'off',
    PROMO_LEAD_QUIET_MS: '1',
    PROMOS_SERU_URL: vendor.baseUrl,
    PROMOS_SERU_NAME: 'shop',
    PROMOS_SERU_SECRET_KEY: secretKey,
    PROMOHOLDER_URL: vendor.baseUrl,
    PROMOHOLDER_TOKEN: token,
    PROMOHOLDER_COMPANY: company,
    NODE_OPTIONS: `--import ${preloaded}`,
  };
  const data = temporaryFolder();
  let aheadMs = 0;
  // A server started in one test serves the next ones too, so it ends with the whole file.
  const file = new AsyncResource('crash-stage');
  const start = (): Promise<SpawnedServer> =>
    file.runInAsyncScope(() =>
      spawnServer(['--data', data], { ...env, TEST_CLOCK_AHEAD_MS: String(aheadMs) }),
    );
  let server = await start();
  const { store, close } = await openStore(loadConfig({ env: { PROMO_LEAD_STORE: url } }).store);
  after(close);
  return {
    vendor,
    store,
    data,
    get server() {
      return server;
    },
    async restart() {
      aheadMs += tenMinutes;
      server = await start();
    },
  };
}
