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

/** A lead that may or may not have arrived yet. */
export interface WaitingLead extends Keyed {
  readonly lead: LeadRequest;
  readonly attempts: number;
  /** The earliest time of the next automatic attempt: ms since 1970. */
  readonly nextAt: number;
}

/** What is kept of a lead after its final answer: nothing personal. */
export interface SettledLead extends Keyed {
  readonly lead?: undefined;
  /** Recognises the same lead. */
  readonly fingerprint: number;
  /** Present if it was accepted. */
  readonly receipt?: LeadReceipt | undefined;
}

export type LeadRecord = WaitingLead | SettledLead;

/** A record as it is stored. */
export interface LeadRow {
  readonly key: string;
  /** The {@link LeadRecord} as JSON. */
  readonly text: string;
  /** Checksum of the text: it does not match if the text is damaged or of another version. */
  readonly sum: number;
}

/** To be raised when records change their shape; the former ones must stay readable for a while. */
const version = 1;

export function writeRecord(record: LeadRecord): LeadRow {
  const text = JSON.stringify(record);
  return { key: record.key, text, sum: sumOf(record.key, text) };
}

/** Reads a row, which may hold anything; returns `undefined` if it is not a record of ours. */
export function readRecord(row: unknown): LeadRecord | undefined {
  const { key, text, sum } = (row ?? {}) as Partial<Record<keyof LeadRow, unknown>>;
  if (typeof key !== 'string' || typeof text !== 'string') return undefined;
  return sum === sumOf(key, text) ? (JSON.parse(text) as LeadRecord) : undefined;
}

/**
 * A hash is enough: if two leads share one, the second is sent with the first's key, is refused for
 * that, and gets another. The key is included so that equal leads do not look equal in the store.
 */
export function fingerprintOf(lead: LeadRequest, key: string): number {
  return fnv1a(key + fieldsOf(lead));
}

/** Not a digest: `crypto.subtle` is missing on a page that is served over plain http. */
function sumOf(key: string, text: string): number {
  return fnv1a(version + key + text);
}
