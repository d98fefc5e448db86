import { join } from 'node:path';
import { seedDemo } from '../../backend/index.ts';
import type { FetchHandler } from '../../contract/fetch-handler.ts';
import { delay } from '../../proxy/delay.ts';
import { Metrics, ViewCounts } from '../../proxy/index.ts';
import type { Log } from '../../proxy/log.ts';
import { createKeyClaim, encryptUnsentLeads, setDigester, type Store } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import { describeLocation } from '../config/store-location.ts';
import type { DispatchOptions } from '../http/dispatch.ts';
import { createWidgetSite, type Site } from '../http/site.ts';
import { createLog } from '../log/log.ts';
import { nodeDigester } from '../secrets/digester.ts';
import { cipherOf, requireKeysOfLeads } from '../secrets/encryption.ts';
import type { Secret } from '../secrets/secret.ts';
import { serverSecret } from '../secrets/server-secret.ts';
import { recordUpstreams } from '../store/last-upstreams.ts';
import { openStore } from '../store/open-store.ts';
import { createUpstreams, type Upstreams } from '../upstreams/upstreams.ts';
import { assembleOwner } from './assemble-owner.ts';
import { assembleProxy } from './assemble-proxy.ts';
import { assembleUpstreams } from './assemble-upstreams.ts';
import { assembleWorkers } from './assemble-workers.ts';
import type { Parts, Surroundings } from './parts.ts';

export interface AssembleOptions extends Surroundings {
  /** By default, JSON lines on standard error. */
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
  /** Begins to deliver, and loads the promo codes that visitors will ask for. */
  start(): Promise<void>;
  /** Begins no further call, waits for running ones until the deadline, and closes the store. */
  close(deadlineMs: number, requestsDone?: Promise<unknown>): Promise<void>;
}

/** How long calls and requests that run may take to end. */
export const closeDeadlineMs = 10_000;
/** How long the counts of forms shown may take to be written, beyond that. */
const flushDeadlineMs = 2000;

/** Throws `DataError`, whose message is for the owner. */
export async function assemble(config: Config, options: AssembleOptions): Promise<Assembly> {
  const { now = Date.now } = options;
  setDigester(nodeDigester);
  const secret = serverSecret(config);
  const log = options.log ?? createLog({ secrets: secretsOf(config, secret) });
  const cipher = cipherOf(config);
  const opened = await openStore(config.store, { check: true, log, now, cipher });
  const { store, isNew, close: closeStore } = opened;
  // Otherwise, a wrong folder would look like a day without leads.
  if (isNew) log.info('store.made', { store: describeLocation(config.store) });
  try {
    await requireKeysOfLeads(store, cipher);
    const claimKey = cipher && createKeyClaim(store, cipher);
    await claimKey?.(now());
    if (cipher) await encryptUnsentLeads(store, cipher);
    if (config.demo) await seedDemo(store, now());
    const upstreams = await createUpstreams(config, { store, secret, now });
    const parts = { config, store, secret, upstreams, log, now, claimKey };
    return joinParts(parts, options, closeStore);
  } catch (error) {
    await closeStore();
    throw error;
  }
}

/** Joins the parts, which begin nothing before `start()`. */
function joinParts(parts: Parts, options: Surroundings, closeStore: () => Promise<void>): Assembly {
  const { config, store, upstreams, log, now } = parts;
  const metrics = new Metrics();
  const stopping = new AbortController();
  const measured = assembleUpstreams(parts, metrics, stopping.signal);
  const workers = assembleWorkers(parts, measured);
  const views = new ViewCounts({ store, now, log, metrics });
  const onDue = (): void => workers.wake();
  const owner = assembleOwner(parts, options, onDue);
  const { origins } = options;
  const hasOwner = owner !== undefined;
  const proxy = assembleProxy(parts, { ...measured, origins, views, hasOwner, onLead: onDue });
  const widget = createWidgetSite({ archive: join(config.dataFolder, 'widget'), log });
  const start = async (): Promise<void> => {
    // Not before: a server that finds its port taken serves nobody.
    await recordUpstreams(store, config.providers, now());
    workers.start();
    measured.prepareCodes();
  };
  const close = async (deadlineMs: number, requestsDone?: Promise<unknown>): Promise<void> => {
    const [areCallsDone] = await Promise.all([workers.stop(deadlineMs), requestsDone]);
    stopping.abort();
    // Their rows stay `sending`: the next start marks them as in doubt.
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
