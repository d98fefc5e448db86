import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createBackend, demoCompany, demoToken, seedDemo } from '../../../src/backend/index.ts';
import type { FetchHandler } from '../../../src/contract/index.ts';
import {
  createDeliveries,
  createProxy,
  createWorker,
  type PostbackStatuses,
  type ProxyOptions,
  type Retention,
} from '../../../src/proxy/index.ts';
import type { Store } from '../../../src/store/index.ts';
import type { PromoCodeUpstream } from '../../../src/upstream/ports.ts';
import { promoholder } from '../../../src/upstream/promoholder/adapter.ts';
import { promosSeru } from '../../../src/upstream/promos-seru/adapter.ts';
import { keptLog } from '../logs.ts';
import { testStore } from '../store/test-store.ts';

export const pageOrigin = 'https://page.example';

/** Replaces the vendor's answer to a call; `answer` is the honest one. */
export type Fault = (request: Request, answer: FetchHandler) => Promise<Response>;

/** Proxy, worker and embedded backend on one store, with a controllable clock and network. */
export interface Stage {
  readonly store: Store;
  readonly proxy: FetchHandler;
  /** The vendor of codes, as the proxy and the worker call it. */
  readonly promoCodes: PromoCodeUpstream;
  /** Paths of the calls to the vendors, in order. */
  readonly calls: string[];
  /** The log: events and fields as text. */
  readonly logged: string[];
  now: number;
  /** The address of the next requests. */
  remoteAddress: string | undefined;
  /** Faults of the vendors, by path. */
  readonly faults: Map<string, Fault>;
  /** Handles everything due. Resolves to when the worker wants to look again. */
  work(signal?: AbortSignal): Promise<number | undefined>;
  /** Posts JSON to the proxy as a page does. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

const products = [
  { slug: 'garcinia-cambogia', title: 'Garcinia Cambogia', aliases: ['cambogia'] },
  { slug: 'blackmask', title: 'Black Mask' },
];

export interface StageOptions extends Partial<ProxyOptions> {
  /** Whether visitors wait for the upstream. */
  readonly waits?: boolean;
  /** How long the worker keeps leads. */
  readonly retention?: Retention;
  /** The worker's calls at once. */
  readonly concurrency?: number;
  /** The worker's random numbers, 0 to 1. */
  readonly random?: () => number;
  /** Which outcomes are reported to a tracker. */
  readonly postbacks?: PostbackStatuses;
}

export async function createStage({
  waits,
  retention = {},
  concurrency = 8,
  random = () => 0.5,
  postbacks,
  ...options
}: StageOptions = {}): Promise<Stage> {
  const store = options.store ?? (await testStore());
  const calls: string[] = [];
  const faults = new Map<string, Fault>();
  const stage: Pick<Stage, 'now' | 'remoteAddress'> = {
    now: Date.parse('2026-11-21T12:00:00Z'),
    remoteAddress: undefined,
  };
  const now = (): number => stage.now;
  await seedDemo(store, now());

  const backend = createBackend({
    store,
    secret: 'server secret',
    secretKey: '768',
    products,
    now,
    isDemo: true,
  });
  const fetch: FetchHandler = (request) => {
    const path = new URL(request.url).pathname;
    calls.push(path);
    return faults.get(path)?.(request, backend) ?? backend(request);
  };
  const baseUrl = 'http://vendor.test';
  const promoCodes = promoholder({ baseUrl, token: demoToken, fetch });
  const contacts = promosSeru({ baseUrl, name: 'test', secretKey: '768', fetch });
  const { log, logged } = keptLog();
  // Undefined if a test sets it so.
  const { company } = { company: demoCompany, ...options };
  const deliveries = waits === true ? createDeliveries(store) : undefined;
  const proxy = createProxy({
    store,
    deliveries,
    promoCodes,
    origins: () => [pageOrigin],
    products,
    now,
    log,
    nextTurn: () => nextTurn(),
    ...options,
    company,
  });
  const worker = createWorker({
    store,
    company,
    contacts,
    promoCodes,
    now,
    random,
    log,
    quietMs: 60_000,
    retention,
    concurrency,
    postbacks,
    ...(deliveries ? { deliveries } : {}),
  });
  return Object.assign(stage, {
    store,
    proxy,
    promoCodes,
    calls,
    logged,
    faults,
    work: (signal: AbortSignal = new AbortController().signal) => worker.runDue(signal),
    post: (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      proxy(
        new Request(`https://proxy.example${path}`, {
          method: 'POST',
          headers: { origin: pageOrigin, 'content-type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
        { remoteAddress: stage.remoteAddress },
      ),
  });
}

/** A lead that the proxy accepts. */
export const goodLead = {
  first_name: 'Ana',
  last_name: 'Wijaya',
  phone: '+62 812-3456-789',
  product: 'blackmask',
} as const;

/** Headers of a request with an idempotency key. */
export function withKey(key: string): { readonly 'idempotency-key': string } {
  return { 'idempotency-key': key };
}

/** Sends a lead as a page does, which is stored. Resolves to its ref. */
export async function sendLead(stage: Stage, key: string, fields: object = {}): Promise<string> {
  const reply = await stage.post('/v1/leads', { ...goodLead, ...fields }, withKey(key));
  assert(reply.ok, `${reply.status}`);
  const { ref } = (await reply.json()) as { readonly ref: string };
  return ref;
}
