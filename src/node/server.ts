import type { Server } from 'node:http';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { removeOldRecords, seedDemo } from '../backend/index.ts';
import type { Log } from '../proxy/log.ts';
import { createDeliveries, createProxy, createWorker, Metrics } from '../proxy/index.ts';
import { ownerOpenApi } from '../owner/index.ts';
import { encryptUnsentLeads, type Store } from '../store/index.ts';
import { httpOrigin, isLoopback, isWildcard } from './address.ts';
import { type Config, defaultSecretKey } from './config/load.ts';
import { isOpenToOthers, secretFile } from './data-folder.ts';
import { dispatch } from './dispatch.ts';
import { cipherOf } from './encryption.ts';
import { closeServer, createHttpServer, listen } from './http-server.ts';
import { createLog } from './log.ts';
import { openStore } from './open-store.ts';
import { ownerOf } from './owner-pages.ts';
import type { Secret } from './secret.ts';
import { serverSecret } from './server-secret.ts';
import { createDemoSite, createWidgetSite } from './site.ts';
import { createUpstreams, type Upstreams } from './upstreams.ts';
import { createWorkerLoop, type WorkerLoop } from './worker-loop.ts';

export interface RunningServer {
  /** Where to open it: `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly store: Store;
  readonly log: Log;
  /** Ends requests and calls that run, at the latest after `deadlineMs`, and closes the store. */
  close(deadlineMs?: number): Promise<void>;
}

export interface StartServerOptions {
  /** JSON lines on standard error where it is left out. */
  readonly log?: Log;
  /** ms since 1970. */
  readonly now?: () => number;
}

const closeDeadlineMs = 10_000;
/** What the owner changes shows at once: to ask the embedded backend costs no network. */
const embeddedListFreshMs = 1000;

/**
 * Starts proxy, worker and embedded backend on one port. Throws `DataError` or `ListenError`,
 * whose messages are for the owner.
 */
export async function startServer(
  config: Config,
  options: StartServerOptions = {},
): Promise<RunningServer> {
  const { now = Date.now } = options;
  const secret = serverSecret(config);
  const log = options.log ?? createLog({ secrets: secretsOf(config, secret) });
  const cipher = cipherOf(config);
  const { store, close: closeStore } = await openStore(config.store, { check: true, log, cipher });
  try {
    if (cipher) await encryptUnsentLeads(store, cipher);
    if (config.demo) await seedDemo(store, now());
    const upstreams = await createUpstreams(config, { store, secret, now });
    return await serve({ config, store, secret, upstreams, log, now, closeStore });
  } catch (error) {
    await closeStore();
    throw error;
  }
}

interface ServeOptions {
  readonly config: Config;
  readonly store: Store;
  readonly secret: Secret;
  readonly upstreams: Upstreams;
  readonly log: Log;
  readonly now: () => number;
  readonly closeStore: () => Promise<void>;
}

async function serve(options: ServeOptions): Promise<RunningServer> {
  const { config, store, secret, upstreams, log, now } = options;
  const { sharedLists, backend, embedded } = upstreams;
  const metrics = new Metrics();
  const contacts = metrics.ofContacts(upstreams.contacts);
  const promoCodes = metrics.ofPromoCodes(upstreams.promoCodes);
  const { host, company, products, promoReasons, defaultClickId, quietMs } = config;
  const { trustedProxies } = config;
  // Known once the port is; no request comes before.
  let origins: readonly string[] = [];
  const deliveries = config.leadsReply === 'delivered' ? createDeliveries(store) : undefined;
  const worker = createWorker({
    store,
    contacts,
    promoCodes,
    now,
    random: Math.random,
    log,
    quietMs,
    retention: config.retention,
    removeOthers: (at) => removeOldRecords(store, { now: at, retention: config.retention }),
    sharedLists,
    metrics,
    ...(deliveries && { deliveries }),
  });
  const loop = createWorkerLoop({ worker, now, log });
  const owner = ownerOf({ ...options, origins: () => origins, onDue: () => loop.wake() });
  const proxy = createProxy({
    store,
    promoCodes,
    origins: () => origins,
    products,
    company,
    secret: secret.reveal(),
    promoReasons,
    defaultClickId,
    ...(embedded.promoholder && { codeListFreshMs: embeddedListFreshMs }),
    deliveries,
    sharedLists,
    spam: config.spam,
    metrics,
    openApi: owner && ownerOpenApi(),
    limits: config.limits ? { secret: secret.reveal(), trustedProxies } : undefined,
    now,
    log,
    nextTurn: () => nextTurn(),
    onLead: () => loop.wake(),
  });
  const widget = createWidgetSite({ archive: join(config.dataFolder, 'widget'), log });
  const demo = config.demo ? createDemoSite() : undefined;
  const handler = dispatch({
    proxy,
    backend,
    embedded,
    owner,
    widget: widget.handle,
    demo: demo?.handle,
  });
  const server = createHttpServer(handler, log);
  const port = await listen(server, host, config.port);
  origins = config.origins ?? ownOrigins(host, port);
  warnAbout(config, { log, embedded, hasWidget: widget.size > 0, hasDemo: demo?.size !== 0 });
  loop.start();
  return {
    url: httpOrigin(isWildcard(host) ? 'localhost' : host, port),
    store,
    log,
    close: (deadlineMs = closeDeadlineMs) => close(options, { server, loop, deadlineMs }),
  };
}

interface Running {
  readonly server: Server;
  readonly loop: WorkerLoop;
  readonly deadlineMs: number;
}

async function close(
  { upstreams, log, closeStore }: ServeOptions,
  { server, loop, deadlineMs }: Running,
): Promise<void> {
  const [areRequestsDone, areCallsDone] = await Promise.all([
    closeServer(server, deadlineMs),
    loop.stop(deadlineMs),
  ]);
  if (!areRequestsDone) log.warn('server.requests-cut');
  // Their rows stay `sending`: the next start takes them for in doubt.
  if (!areCallsDone) log.warn('worker.calls-left');
  else await upstreams.close();
  await closeStore();
}

/** The origins of the server's own pages, under every name that this machine calls itself. */
function ownOrigins(host: string, port: number): readonly string[] {
  const names = isLoopback(host) || isWildcard(host) ? ['localhost', '127.0.0.1', '::1'] : [];
  const hosts = isWildcard(host) ? names : [host, ...names];
  return [...new Set(hosts.map((name) => httpOrigin(name, port)))];
}

function secretsOf(config: Config, secret: Secret): readonly Secret[] {
  const { adminToken, previousSecret, promoholder, promosSeru, others, store } = config;
  const { webhook } = others;
  const password = store.kind === 'postgres' ? store.password : undefined;
  const keys = config.encryptionKeys.map(({ key }) => key);
  const ofVendors = [promoholder?.token, promosSeru.secretKey, webhook?.url, webhook?.secret];
  const ours = [secret, previousSecret, ...keys, adminToken];
  return [...ours, ...ofVendors, password].filter((one) => one !== undefined);
}

interface Circumstances {
  readonly log: Log;
  readonly embedded: Upstreams['embedded'];
  readonly hasWidget: boolean;
  readonly hasDemo: boolean;
}

/** What an owner should know before the first visitor does. */
function warnAbout(config: Config, circumstances: Circumstances): void {
  const { log, embedded, hasWidget, hasDemo } = circumstances;
  const { host, origins, limits, promosSeru, secret, dataFolder } = config;
  for (const text of config.warnings) log.warn('config.odd', { text });
  const isPublic = !isLoopback(host);
  const isDefaultKey = promosSeru.secretKey.reveal() === defaultSecretKey;
  if (isPublic && embedded.promosSeru && isDefaultKey) {
    log.warn('config.default-secret-key', {
      text:
        'EVERYBODY CAN MAKE CONTACTS: the server listens beyond this machine, and the embedded ' +
        "backend has the secret key of the vendor's document. Set PROMOS_SERU_SECRET_KEY.",
    });
  }
  if (!limits) {
    log.warn('config.limits-off', {
      text: 'LIMITS ARE OFF: codes can be guessed without end. Set PROMO_LEAD_LIMITS=on.',
    });
  }
  if (isPublic && origins === undefined) {
    log.warn('config.own-origins', {
      text: 'Only pages of this server may call it. List your pages in PROMO_LEAD_ORIGINS.',
    });
  }
  if (secret === undefined && isOpenToOthers(secretFile(dataFolder))) {
    const file = secretFile(dataFolder);
    log.warn('config.secret-readable', { text: `Other users can read it. Run: chmod 600 ${file}` });
  }
  if (!hasWidget) log.warn('widget.not-built', { text: 'Run npm run build for /widget/.' });
  if (!hasDemo) log.warn('demo.not-built', { text: 'There are no demo pages. Run npm run build.' });
}
