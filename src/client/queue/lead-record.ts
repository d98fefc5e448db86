import { fnv1a } from '../../contract/fnv1a.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import { fieldsOf } from '../lead-fields.ts';

interface Keyed {
  /** The `Idempotency-Key` of the submission. */
  readonly key: string;
  /** Absolute URL of the proxy that it is for. */
  readonly endpoint: string;
  /** When it was kept first, or settled: ms since 1970. */
  readonly at: number;
}

/** A lead of which nobody knows yet whether it arrived. */
export interface WaitingLead extends Keyed {
  readonly lead: LeadRequest;
  readonly attempts: number;
  /** No attempt by itself before that: ms since 1970. */
  readonly nextAt: number;
}

/** What stays of a lead that had its final answer: nothing that tells of a person. */
export interface SettledLead extends Keyed {
  readonly lead?: undefined;
  /** By which the same lead is known again. */
  readonly fingerprint: number;
  /** There where it was accepted. */
  readonly receipt?: LeadReceipt | undefined;
}

export type LeadRecord = WaitingLead | SettledLead;

/** A record as it lies in the store. */
export interface LeadRow {
  readonly key: string;
  /** The {@link LeadRecord} as JSON. */
  readonly text: string;
  /** Of the text: what was damaged, or written by another version, has another one. */
  readonly sum: number;
}

/** Where records change their shape, and then the former ones are still to be read for a while. */
const version = 1;

export function writeRecord(record: LeadRecord): LeadRow {
  const text = JSON.stringify(record);
  return { key: record.key, text, sum: sumOf(record.key, text) };
}

/** A row read back, which may hold anything; `undefined` where no record of ours is in it. */
export function readRecord(row: unknown): LeadRecord | undefined {
  const { key, text, sum } = (row ?? {}) as Partial<Record<keyof LeadRow, unknown>>;
  if (typeof key !== 'string' || typeof text !== 'string') return undefined;
  return sum === sumOf(key, text) ? (JSON.parse(text) as LeadRecord) : undefined;
}

/**
 * A hash is enough: where two leads share one, the second is sent under the first's key, is refused
 * for that, and gets another. The key is in it, so that equal leads do not look equal in the store.
 */
export function fingerprintOf(lead: LeadRequest, key: string): number {
  return fnv1a(key + fieldsOf(lead));
}

/** Not a digest: `crypto.subtle` is missing on a page that is served over plain http. */
function sumOf(key: string, text: string): number {
  return fnv1a(version + key + text);
}
