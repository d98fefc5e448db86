import type { FetchHandler } from '../../src/contract/index.ts';
import { createWorkerLoop } from '../../src/node/worker-loop.ts';
import {
  CodeLists,
  createProxy,
  createWorker,
  type Log,
  sharedToken,
  SharedValues,
  type TextCipher,
} from '../../src/proxy/index.ts';
import type { Store } from '../../src/store/index.ts';
import { promoholder } from '../../src/upstream/promoholder/adapter.ts';
import { promosSeru } from '../../src/upstream/promos-seru/adapter.ts';
import type { Random } from './random.ts';
import { company, type Scenario, vendorSecrets } from './scenario.ts';

export const pageOrigin = 'https://page.example';
const baseUrl = 'http://vendor.test';

export interface ServerOptions {
  readonly scenario: Scenario;
  readonly random: Random;
  readonly store: Store;
  readonly fetch: FetchHandler;
  /** The wall clock of its machine, ms since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** Resolves when all that arrive at the same time have arrived. */
  readonly nextTurn: () => Promise<void>;
  /** After how long at most it looks for what others wrote. */
  readonly lookAgainMs: number;
}

/** One server, wired as in production: a proxy and a worker with its loop, on one store. */
export interface Server {
  readonly proxy: FetchHandler;
  /** Begins nothing more, and waits for what runs. */
  stop(deadlineMs: number): Promise<boolean>;
}

export function startServer(options: ServerOptions): Server {
  const { scenario, random, store, fetch, now, log, nextTurn, lookAgainMs } = options;
  const { isShared, quietMs, concurrency } = scenario;
  const shared = (scope: string): SharedValues => new SharedValues({ store, scope, now });
  const promoCodes = promoholder({ baseUrl, token: vendorSecrets.promoholderToken, fetch });
  const contacts = promosSeru({
    baseUrl,
    name: 'simulation',
    secretKey: vendorSecrets.secretKey,
    fetch,
    ...(isShared && { tokenStore: sharedToken(shared('contacts'), plainCipher) }),
  });
  const sharedLists = isShared ? shared('promo codes') : undefined;
  const codes = new CodeLists({ upstream: promoCodes, now, log, shared: sharedLists });
  const worker = createWorker({
    store,
    contacts,
    promoCodes,
    now,
    random: () => random.next(),
    log,
    quietMs,
    concurrency,
    codes,
  });
  const loop = createWorkerLoop({ worker, now, log, lookAgainMs });
  const proxy = createProxy({
    store,
    promoCodes,
    origins: () => [pageOrigin],
    products: [{ slug: 'blackmask' }],
    company,
    now,
    log,
    onLead: () => loop.wake(),
    nextTurn,
    codes,
  });
  loop.start();
  return { proxy, stop: (deadlineMs) => loop.stop(deadlineMs) };
}

/** AES-GCM runs on a thread, and when that has finished nobody can repeat. */
const plainCipher: TextCipher = {
  encrypt: async (text) => `sealed ${text}`,
  decrypt: async (text) => text.replace('sealed ', ''),
};
