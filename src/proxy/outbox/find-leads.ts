import { pages } from '../../store/pages.ts';
import type { LeadState } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { StoredLead } from './leads.ts';

/** All that is given has to fit. Instants are ms since 1970. */
export interface LeadFilter {
  readonly state?: LeadState | undefined;
  readonly product?: string | undefined;
  readonly from?: number | undefined;
  /** The first instant after. */
  readonly to?: number | undefined;
  /** A part of a name or of a phone; a ref, a contact's ID, a promo code or a click id. */
  readonly search?: string | undefined;
}

/** A place in the list of all leads. */
export interface LeadPlace {
  readonly received_at: number;
  readonly ref: string;
}

export interface FoundLeads {
  readonly leads: readonly StoredLead[];
  /** The last that was looked at; undefined where all were. */
  readonly lookedTo: LeadPlace | undefined;
}

export interface FindLeadsOptions {
  /** Only leads that came earlier. */
  readonly before?: LeadPlace | undefined;
  readonly limit: number;
}

/**
 * Rows that one page looks at where no index tells which fit: while SQLite reads, it answers nobody
 * else. The next page goes on from there.
 */
const lookedAtMax = 2000;
const readAtOnce = 200;

/** Leads that fit, the newest first. */
export async function findLeads(
  store: Store,
  filter: LeadFilter,
  { before, limit }: FindLeadsOptions,
): Promise<FoundLeads> {
  const fits = rowFilter(filter);
  const leads: StoredLead[] = [];
  let place = before;
  let lookedAt = 0;
  while (lookedAt < lookedAtMax) {
    // One more than is wanted tells whether there is a next page.
    const count = fits ? readAtOnce : limit + 1;
    const rows = await readPage(store, filter, place, count);
    for (const lead of rows) {
      if (leads.length === limit) return { leads, lookedTo: place };
      place = { received_at: lead.received_at, ref: lead.ref };
      if (!fits || fits(lead)) leads.push(lead);
    }
    if (rows.length < count) return { leads, lookedTo: undefined };
    lookedAt += rows.length;
  }
  return { leads, lookedTo: place };
}

/** @yields {StoredLead} Every lead that fits, the newest first; read page by page. */
export async function* allLeads(store: Store, filter: LeadFilter): AsyncGenerator<StoredLead> {
  const fits = rowFilter(filter);
  const rows = pages<StoredLead>((last, count) => readPage(store, filter, last, count));
  for await (const lead of rows) if (!fits || fits(lead)) yield lead;
}

function readPage(
  store: Store,
  { state, from, to }: LeadFilter,
  before: LeadPlace | undefined,
  count: number,
): Promise<StoredLead[]> {
  let query = store.selectFrom('leads').selectAll();
  if (state !== undefined) query = query.where('state', '=', state);
  if (from !== undefined) query = query.where('received_at', '>=', from);
  if (to !== undefined) query = query.where('received_at', '<', to);
  if (before) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('received_at', 'ref'), '<', tuple(before.received_at, before.ref)),
    );
  }
  return query.orderBy('received_at', 'desc').orderBy('ref', 'desc').limit(count).execute();
}

type Fits = (lead: StoredLead) => boolean;

/** What the indexes do not know; undefined where they know all. */
function rowFilter({ product, search = '' }: LeadFilter): Fits | undefined {
  const hasText = textFilter(search);
  if (product === undefined) return hasText;
  return (lead) => lead.product === product && (hasText?.(lead) ?? true);
}

/** Compared here and not by SQL: SQLite's `lower` knows ASCII alone. */
function textFilter(search: string): Fits | undefined {
  const text = search.trim().toLowerCase();
  if (text === '') return undefined;
  // As people write phones: `+62 812-3456`.
  const digits = /^[+\d\s().-]+$/.test(text) ? text.replace(/\D/g, '') : '';
  return ({ ref, first_name, last_name, phone, contact_id, promo_code, click_id }) =>
    `${first_name} ${last_name}`.toLowerCase().includes(text) ||
    (digits !== '' && phone.includes(digits)) ||
    [ref, contact_id, promo_code, click_id].some((field) => field?.toLowerCase() === text);
}
