import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { removeOldRecords, seedDemo } from '../backend/index.ts';
import type { FetchHandler } from '../contract/fetch-handler.ts';
import { ownerOpenApi } from '../owner/index.ts';
import { delay } from '../proxy/delay.ts';
import {
  CodeLists,
  createDeliveries,
  createProxy,
  createWorker,
  type Deliveries,
  Metrics,
  ViewCounts,
  type Worker,
  type WorkerOptions,
} from '../proxy/index.ts';
import type { Log } from '../proxy/log.ts';
import { createKeyClaim, setDigester, encryptUnsentLeads, type Store } from '../store/index.ts';
import type { PromoCodeUpstream } from '../upstream/ports.ts';
import { type AlertLoop, createAlertLoop } from './alerts.ts';
import type { Config } from './config/load.ts';
import { describeLocation } from './config/store-location.ts';
import type { DispatchOptions } from './http/dispatch.ts';
import { ownerOf } from './http/owner-pages.ts';
import { createWidgetSite, type Site } from './http/site.ts';
import { createLog } from './log/log.ts';
import { createPostbackLoop, type PostbackLoop } from './postbacks.ts';
import { nodeDigester } from './secrets/digester.ts';
import { cipherOf, requireKeysOfLeads } from './secrets/encryption.ts';
import type { Secret } from './secrets/secret.ts';
import { serverSecret } from './secrets/server-secret.ts';
import { openStore } from './store/open-store.ts';
import { noteParties } from './store/served-by.ts';
import { createUpstreams, type Upstreams } from './upstreams/upstreams.ts';
import { createWorkerLoop } from './worker-loop.ts';

export interface AssembleOptions {
  /** The origins that may call `/v1/`. */
  readonly origins: () => readonly string[];
  /** Whether who is at this machine is the owner where the demo has no owner's token. */
  readonly hasLocalOwner: boolean;
  /** Who may call the vendors' APIs. */
  readonly callers: DispatchOptions['callers'];
  /** Within a server that somebody else runs. */
  readonly isMounted: boolean;
  /** JSON lines on standard error where it is left out. */
  readonly log?: Log | undefined;
  /** ms since 1970. */
  readonly now?: (() => number) | undefined;
}

/** Proxy, worker and embedded backend, joined as the configuration says; no port is taken yet. */
export interface Assembly {
  readonly store: Store;
  readonly log: Log;
  readonly upstreams: Upstreams;
  readonly proxy: FetchHandler;
  readonly owner: DispatchOptions['owner'];
  readonly widget: Site;
  /** Begins to deliver, and asks for the promo codes that visitors will. */
  start(): Promise<void>;
  /** Begins no further call, waits for those that run until the deadline, and closes the store. */
  close(deadlineMs: number, requestsDone?: Promise<unknown>): Promise<void>;
}

/** How long what runs may take to end. */
export const closeDeadlineMs = 10_000;
/** How long what forms were shown may take to be written, beyond that. */
const flushDeadlineMs = 2000;
/** What the owner changes shows at once: to ask the embedded backend costs no network. */
const embeddedListMaxAgeMs = 1000;
/** CPU for each code of a list that comes out of PostgreSQL, in ms. */
const postgresLoadMsPerCode = 0.02;

/** Throws `DataError`, whose message is for the owner. */
export async function assemble(config: Config, options: AssembleOptions): Promise<Assembly> {
  const { now = Date.now } = options;
  setDigester(nodeDigester);
  const secret = serverSecret(config);
  const log = options.log ?? createLog({ secrets: secretsOf(config, secret) });
  const cipher = cipherOf(config);
  const {
    store,
    isNew,
    close: closeStore,
  } = await openStore(config.store, {
    check: true,
    log,
    now,
    cipher,
  });
  // A slip in the folder would otherwise look like a day without leads.
  if (isNew) log.info('store.made', { store: describeLocation(config.store) });
  try {
    await requireKeysOfLeads(store, cipher);
    const claimKey = cipher && createKeyClaim(store, cipher);
    await claimKey?.(now());
    if (cipher) await encryptUnsentLeads(store, cipher);
    if (config.demo) await seedDemo(store, now());
    const upstreams = await createUpstreams(config, { store, secret, now });
    const parts = { config, store, secret, upstreams, log, now, claimKey, closeStore };
    return joinAll(parts, options);
  } catch (error) {
    await closeStore();
    throw error;
  }
}

interface Parts {
  readonly config: Config;
  readonly store: Store;
  readonly secret: Secret;
  readonly upstreams: Upstreams;
  readonly log: Log;
  readonly now: () => number;
  /** Says that we encrypt with our key, where there is one. */
  readonly claimKey: ((now: number) => Promise<void>) | undefined;
  readonly closeStore: () => Promise<void>;
}

function codeListsOf(
  { config, upstreams, log, now }: Parts,
  upstream: PromoCodeUpstream,
  stopping: AbortSignal,
): CodeLists {
  const given = { upstream, now, log, stopping };
  if (!upstreams.embedded.promoholder) {
    return new CodeLists({ ...given, shared: upstreams.sharedLists });
  }
  const isPostgres = config.store.kind === 'postgres';
  return new CodeLists({
    ...given,
    maxAgeMs: embeddedListMaxAgeMs,
    ...(isPostgres && { loadMsPerCode: postgresLoadMsPerCode }),
  });
}

function alertsOf({ config, store, now, log }: Parts): AlertLoop | undefined {
  const { alertUrl: url, postback } = config;
  return url && createAlertLoop({ url, store, postbacks: postback?.statuses, now, log });
}

function postbacksOf(
  { config, store, now, log }: Parts,
  metrics: Metrics,
): PostbackLoop | undefined {
  const { postback, defaultClickId } = config;
  return postback && createPostbackLoop({ ...postback, store, defaultClickId, now, log, metrics });
}

type OfProxy = Pick<WorkerOptions, 'contacts' | 'promoCodes' | 'codes' | 'metrics'> & {
  readonly deliveries: Deliveries | undefined;
};

/** A worker that shares with the proxy what both need. */
function workerOf({ config, store, log, now }: Parts, ofProxy: OfProxy): Worker {
  const { quietMs, retention, company, postback } = config;
  const { deliveries, ...shared } = ofProxy;
  return createWorker({
    ...shared,
    store,
    now,
    random: Math.random,
    log,
    quietMs,
    retention,
    removeOthers: (at) => removeOldRecords(store, { now: at, retention }),
    company,
    postbacks: postback?.statuses,
    ...(deliveries && { deliveries }),
  });
}

function joinAll(parts: Parts, options: AssembleOptions): Assembly {
  const { config, store, secret, upstreams, log, now, claimKey, closeStore } = parts;
  const { origins } = options;
  const metrics = new Metrics();
  const contacts = metrics.instrumentContacts(upstreams.contacts);
  const promoCodes = metrics.instrumentPromoCodes(upstreams.promoCodes);
  const stopping = new AbortController();
  const codes = codeListsOf(parts, promoCodes, stopping.signal);
  const { company, products, promoReasons, trustedProxies } = config;
  const deliveries = config.leadsReply === 'delivered' ? createDeliveries(store) : undefined;
  const worker = workerOf(parts, { contacts, promoCodes, codes, metrics, deliveries });
  const runDue: typeof worker.runDue = async (signal) => {
    await claimKey?.(now());
    return worker.runDue(signal);
  };
  const loop = createWorkerLoop({ worker: { runDue }, now, log });
  const views = new ViewCounts({ store, now, log, metrics });
  const owner = ownerOf({ ...options, ...parts, onDue: () => loop.wake() });
  const proxy = createProxy({
    store,
    promoCodes,
    origins,
    products,
    company,
    secret: secret.reveal(),
    previousSecret: config.previousSecret?.reveal(),
    promoReasons,
    defaultClickId: config.defaultClickId,
    clickIds: config.clickIds,
    deliveries,
    codes,
    spam: config.spam,
    metrics,
    views,
    openApi: owner && ownerOpenApi(),
    limits: config.limits ? { secret: secret.reveal(), trustedProxies } : undefined,
    now,
    log,
    nextTurn: () => nextTurn(),
    onLead: () => loop.wake(),
  });
  const widget = createWidgetSite({ archive: join(config.dataFolder, 'widget'), log });
  const alerts = alertsOf(parts);
  const postbacks = postbacksOf(parts, metrics);
  const start = async (): Promise<void> => {
    // Not before: a server that finds its port taken serves nobody.
    await noteParties(store, config, now());
    loop.start();
    alerts?.start();
    postbacks?.start();
    // A store of ours may have no company yet: what is made in its first second is to be found.
    if (company !== undefined || !upstreams.embedded.promoholder) void codes.prepare(company);
  };
  const close = async (deadlineMs: number, requestsDone?: Promise<unknown>): Promise<void> => {
    const [areCallsDone] = await Promise.all([
      loop.stop(deadlineMs),
      requestsDone,
      alerts?.stop(),
      postbacks?.stop(deadlineMs),
    ]);
    stopping.abort();
    // Their rows stay `sending`: the next start takes them for in doubt.
    if (!areCallsDone) log.warn('worker.calls-left');
    else await upstreams.close();
    // A count is worth no more waiting.
    await Promise.race([views.flush(), delay(flushDeadlineMs)]);
    await closeStore();
  };
  return { store, log, upstreams, proxy, owner, widget, start, close };
}

function secretsOf(config: Config, secret: Secret): readonly Secret[] {
  const { adminToken, previousSecret, promoholder, promosSeru, others, store } = config;
  const { webhook } = others;
  const password = store.kind === 'postgres' ? store.password : undefined;
  const keys = config.encryptionKeys.map(({ key }) => key);
  const ofVendors = [
    promoholder?.token,
    promosSeru.secretKey,
    webhook?.url,
    webhook?.secret,
    config.alertUrl,
    config.postback?.url,
  ];
  const ours = [secret, previousSecret, ...keys, adminToken];
  return [...ours, ...ofVendors, password].filter((one) => one !== undefined);
}
