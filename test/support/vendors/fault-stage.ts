import type { FetchHandler } from '../../../src/contract/fetch-handler.ts';
import { createUpstreamFetch } from '../../../src/node/upstreams/upstream-fetch.ts';
import { createWorker, type LeadDetails, readLead } from '../../../src/proxy/index.ts';
import { newReceipt, storeLeads } from '../../../src/proxy/intake/store-leads.ts';
import type { Store } from '../../../src/store/index.ts';
import { promoholder } from '../../../src/upstream/promoholder/adapter.ts';
import { promosSeru } from '../../../src/upstream/promos-seru/adapter.ts';
import { keptLog } from '../logs.ts';
import {
  callAt,
  type FaultVendor,
  faultVendor,
  vendorAccess,
  type VendorCall,
} from './fault-vendor.ts';

/** A new worker, adapters and network, with vendors that play faults. */
export interface FaultStage {
  readonly vendor: FaultVendor;
  /** ms since 1970. */
  readonly now: number;
  /** Everything that was logged. */
  readonly logged: readonly string[];
  /** The address of a call instead of the vendor's. */
  readonly addresses: Map<VendorCall, string>;
  /** Puts a lead into the outbox. Resolves to its `ref`. */
  accept(lead?: { readonly promo_code?: string }): Promise<string>;
  /** Moves the clock by this many ms, and handles what is due then. */
  work(afterMs?: number): Promise<void>;
  readLead(ref: string): Promise<LeadDetails>;
  callsOf(call: VendorCall): number;
  close(): Promise<void>;
}

export interface FaultStageOptions {
  /** It is emptied first, because earlier stages used it too. */
  readonly store: Store;
}

export async function createFaultStage(options: FaultStageOptions): Promise<FaultStage> {
  const { store } = options;
  for (const table of ['lead_attempts', 'redemptions', 'leads', 'idempotency_keys'] as const) {
    await store.deleteFrom(table).execute();
  }
  let leads = 0;
  const vendor = await faultVendor();
  const network = createUpstreamFetch();
  const addresses: FaultStage['addresses'] = new Map();
  const fetch: FetchHandler = (request) => network.fetch(readdress(request, addresses));
  const { baseUrl } = vendor;
  const { company, code, token, secretKey } = vendorAccess;
  const { log, logged } = keptLog();
  let now = Date.parse('2026-11-21T12:00:00Z');
  const deadline = (): AbortSignal => vendor.callerDeadline.signal;
  const worker = createWorker({
    store,
    contacts: promosSeru({ baseUrl, name: 'test', secretKey, fetch, tokenDeadline: deadline }),
    promoCodes: promoholder({ baseUrl, token, fetch }),
    now: () => now,
    random: () => 0.5,
    log,
    quietMs: 60_000,
    deadline,
  });
  return {
    vendor,
    get now() {
      return now;
    },
    logged,
    addresses,
    async accept(fields = { promo_code: code }) {
      leads += 1;
      const lead = {
        first_name: 'Ana',
        last_name: 'Canary',
        phone: String(62_810_000_000 + leads),
        click_id: 'canary-click',
        product: 'blackmask',
        company,
        ...fields,
      };
      const receipt = newReceipt(now, { status: 'unchecked' });
      const told = { receipt, refusal: receipt, promoCode: undefined };
      await storeLeads(store, [{ lead, keyHash: `key-${leads}`, fingerprint: '', ...told, now }]);
      return receipt.ref;
    },
    async work(afterMs = 0) {
      now += afterMs;
      const { signal } = new AbortController();
      await worker.runDue(signal);
    },
    async readLead(ref) {
      const details = await readLead(store, ref);
      if (!details) throw new Error(`Cannot find lead ${ref}`);
      return details;
    },
    callsOf: (call) => vendor.calls.filter((each) => each === call).length,
    async close() {
      await vendor.close();
      await network.close();
    },
  };
}

function readdress(request: Request, addresses: FaultStage['addresses']): Request {
  const url = new URL(request.url);
  const call = callAt(url);
  const address = call && addresses.get(call);
  const target = `${address ?? url.origin}${url.pathname}${url.search}`;
  return address === undefined ? request : new Request(target, request);
}
