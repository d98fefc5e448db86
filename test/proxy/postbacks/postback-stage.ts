import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { FetchHandler } from '../../../src/contract/index.ts';
import { createUpstreamFetch } from '../../../src/node/upstreams/upstream-fetch.ts';
import {
  createPostbacks,
  Metrics,
  type PostbackStatuses,
  readPostbackTemplate,
} from '../../../src/proxy/index.ts';
import type { PostbackRow } from '../../../src/proxy/postbacks/postback-queue.ts';
import type { Store } from '../../../src/store/index.ts';
import { keptLog } from '../../support/logs.ts';
import { createStage, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { type RawServer, reply, testServer } from '../../support/sockets/raw-server.ts';

export const canaryKey = 'canary-key-of-the-tracker';

export const allStatuses: PostbackStatuses = {
  delivered: 'lead',
  duplicate: 'duplicate',
  rejected: 'rejected',
};

export interface PostbackSender {
  /** Sends all that is due. Resolves to when the next is due. */
  send(signal?: AbortSignal): Promise<number | undefined>;
  readonly logged: string[];
  /** How many attempts ended, by outcome. */
  counted(): Readonly<Record<string, number>>;
}

export interface SenderOptions {
  readonly url: string;
  readonly store?: Store;
  readonly statuses?: PostbackStatuses;
  readonly fetch?: FetchHandler;
  readonly deadline?: (ms: number) => AbortSignal;
  readonly wait?: (ms: number) => Promise<void>;
}

/** A tracker on a socket that answers "OK" until a test changes that. */
export function tracker(): Promise<RawServer> {
  return testServer(reply('OK'));
}

export function urlOf({ baseUrl }: RawServer): string {
  return `${baseUrl}/${canaryKey}/postback?subid={click_id}&status={status}&txid={ref}`;
}

/** A server's own worker for postbacks, on the network. */
export function senderOf(
  stage: Stage,
  { url, store = stage.store, statuses = { delivered: 'lead' }, ...options }: SenderOptions,
): PostbackSender {
  const template = readPostbackTemplate(url);
  assert('origin' in template);
  const { log, logged } = keptLog();
  const metrics = new Metrics();
  const counted = (): Readonly<Record<string, number>> => {
    const family = metrics.families.find(({ name }) => name === 'promo_lead_postbacks_total');
    const samples = family?.samples ?? [];
    return Object.fromEntries(
      samples.map(({ labels, value }) => [labels?.['outcome'] ?? '', value]),
    );
  };
  const network = createUpstreamFetch();
  after(() => network.close());
  const worker = createPostbacks({
    fetch: network.fetch,
    ...options,
    store,
    template,
    statuses,
    defaultClickId: 'direct',
    now: () => stage.now,
    random: () => 0.5,
    log,
    metrics,
  });
  const never = new AbortController().signal;
  return { send: (signal = never) => worker.runDue(signal), logged, counted };
}

export function stageWithPostbacks(statuses: PostbackStatuses = allStatuses): Promise<Stage> {
  return createStage({ postbacks: statuses });
}

let leads = 0;

/** Brings a new lead of another phone to its end. Resolves to its ref. */
export async function endLead(stage: Stage, clickId?: string): Promise<string> {
  leads += 1;
  const phone = String(62820000000 + leads);
  const ref = await sendLead(stage, `ended-lead-${leads}`, { phone, click_id: clickId });
  await stage.work();
  return ref;
}

export function postbacksOf(store: Store): Promise<PostbackRow[]> {
  return store.selectFrom('postbacks').selectAll().orderBy('created_at').orderBy('state').execute();
}

/** The paths and queries of the requests. */
export function targets({ requests }: RawServer): string[] {
  return requests.map((request) => request.split(' ')[1] ?? '');
}
