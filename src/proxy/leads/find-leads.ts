import type { LeadState } from '../../contract/lead-states.ts';
import { phoneForms } from '../../contract/phone-forms.ts';
import { isPhone, normalisePhone } from '../../contract/phone.ts';
import { hasDigits, searchTerm } from '../../contract/search-term.ts';
import { withUnreadable } from '../../store/encryption/encrypted-columns.ts';
import { searchRows } from '../../store/rows/bounded-search.ts';
import { pages } from '../../store/rows/pages.ts';
import type { Store } from '../../store/store.ts';
import type { StoredLead } from './leads.ts';
import { ofPhones } from './of-phones.ts';
import { phonesWithLeads } from './phones-with-leads.ts';

/** A lead has to match everything that is given. Instants are ms since 1970. */
export interface LeadFilter {
  readonly state?: LeadState | undefined;
  readonly product?: string | undefined;
  /** Where the click came from. */
  readonly source?: string | undefined;
  readonly from?: number | undefined;
  /** The first instant after. */
  readonly to?: number | undefined;
  /** A part of a name or of a phone; a ref, a contact's ID, a promo code or a click id. */
  readonly search?: string | undefined;
}

/** A position in the list of all leads, for keyset pagination. */
export interface LeadCursor {
  readonly received_at: number;
  readonly ref: string;
}

export interface FoundLeads {
  readonly leads: readonly StoredLead[];
  /** The last lead that was looked at; undefined if all were. */
  readonly nextCursor: LeadCursor | undefined;
}

export interface FindLeadsOptions {
  /** Only leads that came earlier. */
  readonly before?: LeadCursor | undefined;
  readonly limit: number;
}

/** Leads that match, the newest first. */
export async function findLeads(
  store: Store,
  filter: LeadFilter,
  { before, limit }: FindLeadsOptions,
): Promise<FoundLeads> {
  const named = await leadOfRef(store, filter.search);
  if (named) return { leads: [named], nextCursor: undefined };
  const wanted = await withPhones(store, filter);
  const { rows, searchedTo: nextCursor } = await searchRows<StoredLead, LeadCursor>({
    limit,
    before,
    cursorOf: ({ received_at, ref }) => ({ received_at, ref }),
    matches: rowFilter(wanted),
    read: (cursor, count) => readPage(store, wanted, cursor, count),
  });
  return { leads: rows, nextCursor };
}

/** The lead whose ref is searched for. Looked up, because a search reads only part of the leads. */
async function leadOfRef(store: Store, search = ''): Promise<StoredLead | undefined> {
  const ref = search.trim().toLowerCase();
  if (!/^\w{16}$/.test(ref)) return undefined;
  const leads = withUnreadable(store).selectFrom('leads').selectAll();
  return leads.where('ref', '=', ref).executeTakeFirst();
}

interface PageFilter extends LeadFilter {
  /** ASCII digits. */
  readonly phones?: readonly string[] | undefined;
}

/** If a whole phone is searched for, and has leads, filters by it in all its forms instead. */
async function withPhones(store: Store, filter: LeadFilter): Promise<PageFilter> {
  const phone = normalisePhone(filter.search ?? '');
  if (!isPhone(phone)) return filter;
  const phones = await phonesWithLeads(store, [phone, ...phoneForms(phone)]);
  return phones.length > 0 ? { ...filter, phones, search: '' } : filter;
}

/**
 * Reads them page by page.
 *
 * @param pause - Awaited before each page: SQLite answers within the turn that asks, and of a
 *   million leads none may match.
 * @yields {StoredLead} Every lead that matches, the newest first.
 */
export async function* allLeads(
  store: Store,
  filter: LeadFilter,
  pause: () => Promise<void>,
): AsyncGenerator<StoredLead> {
  const wanted = await withPhones(store, filter);
  const fits = rowFilter(wanted);
  const rows = pages<StoredLead>(async (last, count) => {
    await pause();
    return readPage(store, wanted, last, count);
  });
  for await (const lead of rows) if (!fits || fits(lead)) yield lead;
}

function readPage(
  store: Store,
  { state, from, to, phones }: PageFilter,
  before: LeadCursor | undefined,
  count: number,
): Promise<StoredLead[]> {
  let query = withUnreadable(store).selectFrom('leads').selectAll();
  if (state !== undefined) query = query.where('state', '=', state);
  if (phones) query = query.where(ofPhones(phones));
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

/** The conditions that no index covers; undefined if there are none. */
function rowFilter({ product, source, search = '' }: LeadFilter): Fits | undefined {
  const hasText = textFilter(search);
  if (product === undefined && source === undefined) return hasText;
  return (lead) =>
    (product === undefined || lead.product === product) &&
    (source === undefined || lead.source === source) &&
    (hasText?.(lead) ?? true);
}

/** Compared here and not in SQL, because SQLite's `lower` knows ASCII alone. */
function textFilter(search: string): Fits | undefined {
  const term = searchTerm(search);
  if (!term) return undefined;
  const { text, digits } = term;
  return ({ ref, first_name, last_name, phone, contact_id, promo_code, click_id }) =>
    `${first_name} ${last_name}`.toLowerCase().includes(text) ||
    (digits !== '' && hasDigits(phone, digits)) ||
    [ref, contact_id, promo_code, click_id].some((field) => field?.toLowerCase() === text);
}
