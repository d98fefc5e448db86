import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FetchHandler } from '../../src/contract/index.ts';
import type { OwnerCodePage } from '../../src/contract/owner/codes.ts';
import { readCodes } from '../../src/node/codes/codes-csv.ts';
import { csvRecord } from '../../src/node/codes/csv.ts';
import { createOwner, type OwnerOptions } from '../../src/owner/index.ts';
import { type Retention, shortestKept } from '../../src/proxy/index.ts';
import { silent } from '../support/logs.ts';
import { createStage, type Stage } from '../support/proxy/proxy-stage.ts';

export const ownerToken = 'the-token-of-the-owner';
const host = 'https://leads.example';

/** The owner's API beside proxy, worker and backend. */
export interface OwnerStage extends Stage {
  readonly owner: FetchHandler;
  /** Calls as a program that has the token. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
  /** Sends a request as is, from this address. */
  request(path: string, init?: RequestInit, remoteAddress?: string): Promise<Response>;
  /** How often the worker was woken. */
  readonly dues: () => number;
}

export interface OwnerStageOptions extends Partial<OwnerOptions> {
  readonly retention?: Retention;
}

export async function createOwnerStage({
  retention = {},
  ...options
}: OwnerStageOptions = {}): Promise<OwnerStage> {
  const stage = await createStage({ retention });
  let dues = 0;
  const owner = createOwner({
    ...ownerOptions(stage),
    keptDays: shortestKept(retention),
    onDue: () => (dues += 1),
    ...options,
  });
  const request: OwnerStage['request'] = (path, init = {}, remoteAddress = '203.0.113.7') =>
    owner(new Request(`${host}/v1/owner${path}`, init), { remoteAddress });
  const call: OwnerStage['call'] = (method, path, body) =>
    request(path, {
      method,
      headers: {
        authorization: `Bearer ${ownerToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return Object.assign(stage, { owner, dues: () => dues, request, call });
}

const embedded = { kind: 'embedded', name: 'embedded backend' } as const;
const vendor = { kind: 'vendor', name: 'vendor' } as const;
const providers: OwnerOptions['providers'] = { promo_codes: embedded, contacts: embedded };
/** Promo codes at a vendor; below, contacts. */
export const vendorCodes: OwnerOptions['providers'] = { ...providers, promo_codes: vendor };
export const vendorContacts: OwnerOptions['providers'] = { ...providers, contacts: vendor };

export const setupOfStage: ReturnType<OwnerOptions['setup']> = {
  origins: ['https://page.example'],
  products: [],
  company: null,
  widget: null,
};

/** Options of the owner's API on this stage. */
export function ownerOptions(stage: Stage): OwnerOptions {
  return {
    store: stage.store,
    token: ownerToken,
    trustedProxies: [],
    providers,
    callable: { promoholder: true, promosSeru: true },
    promoCodes: stage.promoCodes,
    setup: () => setupOfStage,
    runChecks: async () => [],
    csvRecord,
    readCodes,
    nextTurn: () => nextTurn(),
    onDue: () => {},
    now: () => stage.now,
    log: silent,
  };
}

/** The stage's company. */
export const company = 'demo-company';

/** A page of its promo codes; `query` begins with `&`. */
export async function codes(stage: OwnerStage, query: string): Promise<OwnerCodePage> {
  const reply = await stage.call('GET', `/codes?company=${company}${query}`);
  assert.equal(reply.status, 200);
  return (await reply.json()) as OwnerCodePage;
}

/** What the owner's own page sends with a request. */
export const ownPage: Readonly<Record<string, string>> = {
  origin: host,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
};

export { sendLead } from '../support/proxy/proxy-stage.ts';
