import { dayMs } from '../../contract/durations.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import { fieldsOf } from '../lead-fields.ts';
import {
  fingerprintOf,
  type LeadRecord,
  type LeadRow,
  readRecord,
  type WaitingLead,
  writeRecord,
} from './lead-record.ts';
import { mayHaveLeadRows, withLeadRows } from './lead-store.ts';

/** For how long a lead may wait. The proxy knows its key for 30 days. */
export const waitingDaysMax = 7;
/** For how long the same lead is recognised after its final answer. */
const settledDaysMax = 1;

const backoffMinMs = 5_000;
const backoffMaxMs = 300_000;
/** No wait is longer, whatever the proxy says and however the clock is set. */
const waitMsMax = 3_600_000;

type Change<T> = (records: readonly LeadRecord[], store: IDBObjectStore) => T;

/**
 * The leads that wait in this browser for one proxy. No method rejects: if the browser keeps
 * nothing, each resolves to `undefined`.
 */
export class LeadQueue {
  readonly #endpoint: string;
  readonly #now: () => number;

  /** @param endpoint - Absolute URL of the proxy. */
  constructor(endpoint: string, now: () => number = Date.now) {
    this.#endpoint = endpoint;
    this.#now = now;
  }

  async list(): Promise<readonly LeadRecord[] | undefined> {
    return (await mayHaveLeadRows()) ? this.#change((records) => records) : [];
  }

  /**
   * Keeps a lead before it is sent; resolves to the lead to send and its key.
   *
   * If the same lead is already here, from before a reload or from another tab, that one is sent
   * again: one submission has one key, and its click id is the one that brought the visitor.
   */
  keep(lead: LeadRequest, key: string): Promise<WaitingLead | undefined> {
    return this.#change((records, store) => {
      const known = recordOf(lead, key, records);
      return this.#write(store, {
        key: known?.key ?? key,
        at: known?.lead ? known.at : this.#now(),
        lead: known?.lead && isSame(known, lead) ? known.lead : lead,
        attempts: 0,
        nextAt: 0,
      });
    });
  }

  /**
   * Keeps a lead that this page will send in a moment; for `restMs` no other page begins to send
   * it. Resolves to `undefined` if it is already here.
   */
  keepEarly(lead: LeadRequest, key: string, restMs: number): Promise<WaitingLead | undefined> {
    return this.#change((records, store) => {
      if (records.some((record) => record.key === key || isSame(record, lead))) return undefined;
      const at = this.#now();
      return this.#write(store, { key, at, lead, attempts: 0, nextAt: at + restMs });
    });
  }

  /** Keeps a lead with a new key: its own belongs to other fields, which did arrive. */
  renew(former: WaitingLead, key: string): Promise<WaitingLead | undefined> {
    return this.#change((records, store) => {
      // It may have been dropped by now.
      if (!records.some((record) => record.key === former.key)) return undefined;
      store.delete(former.key);
      return this.#write(store, { ...former, key });
    });
  }

  /** Notes that an attempt failed, and when the next one may be made. */
  postpone(waiting: WaitingLead, retryAfterMs: number | undefined): Promise<unknown> {
    const backoffMs = Math.min(backoffMinMs * 2 ** waiting.attempts, backoffMaxMs);
    // Half of it at random, so that pages that failed together do not come back together.
    const pauseMs = retryAfterMs ?? backoffMs * (0.5 + Math.random() / 2);
    return this.#change((records, store) => {
      const { key, attempts } = waiting;
      // Another tab may have received the answer.
      const record = records.find((each) => each.key === key);
      if (!record?.lead) return;
      const nextAt = this.#now() + Math.min(pauseMs, waitMsMax);
      this.#write(store, { ...record, attempts: attempts + 1, nextAt });
    });
  }

  /**
   * The proxy has given its final answer: personal data is deleted. Resolves to true unless another
   * tab settled the lead first.
   */
  settle(waiting: WaitingLead, receipt?: LeadReceipt): Promise<boolean | undefined> {
    return this.#change((records, store) => {
      const { key, lead, endpoint } = waiting;
      const record = records.find((each) => each.key === key);
      // Another tab has replaced it by another lead, which still waits.
      if (record && !isSame(record, lead)) return true;
      if (record && !record.lead) return false;
      const at = this.#now();
      const fingerprint = fingerprintOf(lead, key);
      store.put(writeRecord({ key, endpoint, at, fingerprint, receipt }));
      return true;
    });
  }

  drop({ key }: Pick<WaitingLead, 'key'>): Promise<unknown> {
    return this.#change((_, store) => void store.delete(key));
  }

  /** How long until the next attempt; 0 if the clock was set back in between. */
  dueInMs({ nextAt }: WaitingLead): number {
    const leftMs = nextAt - this.#now();
    return leftMs > waitMsMax ? 0 : leftMs;
  }

  #write(store: IDBObjectStore, waiting: Omit<WaitingLead, 'endpoint'>): WaitingLead {
    const record = { ...waiting, endpoint: this.#endpoint };
    store.put(writeRecord(record));
    return record;
  }

  async #change<T>(change: Change<T>): Promise<T | undefined> {
    try {
      return await withLeadRows((rows, store) => change(this.#read(rows, store), store));
    } catch {
      return undefined;
    }
  }

  /** The records of this proxy. Rows that have waited too long or are not ours are deleted. */
  #read(rows: readonly unknown[], store: IDBObjectStore): readonly LeadRecord[] {
    return rows.flatMap((row) => {
      const record = readRecord(row);
      if (record && !this.#isExpired(record)) {
        return record.endpoint === this.#endpoint ? record : [];
      }
      store.delete((row as LeadRow).key);
      return [];
    });
  }

  #isExpired({ lead, at }: LeadRecord): boolean {
    return this.#now() - at > (lead ? waitingDaysMax : settledDaysMax) * dayMs;
  }
}

/** The record of a lead: under its key, or under the one that another tab gave it. */
export function recordOf(
  lead: LeadRequest,
  key: string,
  records: readonly LeadRecord[],
): LeadRecord | undefined {
  return (
    records.find((record) => record.key === key) ?? records.find((record) => isSame(record, lead))
  );
}

function isSame(record: LeadRecord, lead: LeadRequest): boolean {
  return record.lead
    ? fieldsOf(record.lead) === fieldsOf(lead)
    : record.fingerprint === fingerprintOf(lead, record.key);
}
