import type { Extra } from '../../contract/extra.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import { lockNames } from '../../store/commits/lock-names.ts';
import { withUnreadable } from '../../store/encryption/encrypted-columns.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { ofPhones } from '../leads/of-phones.ts';
import { keyedDigest, leadFingerprint } from './fingerprint.ts';
import { hasLead } from './idempotency.ts';

/**
 * For how long a plain form and the script of its page that send the same content mean one lead: a
 * visitor who saw no answer presses the button again after the script has loaded. Later it is a new
 * order.
 */
const duplicateMs = 5 * 60_000;

/** What a visitor sent, as digests. */
interface Content {
  /** Without the page's own fields. */
  readonly common: string;
  /** With them; the same if there are none. */
  readonly whole: string;
}

/** Digests that may be stored, in the table of keys. Only those of plain forms are. */
export interface ContentDigests extends Content {
  readonly isForm: boolean;
}

/** What is to be stored under a new key. */
export interface PendingLead {
  readonly keyHash: string;
  readonly fingerprint: string;
  /** What the visitor sent; without it, the lead is a duplicate of no other. */
  readonly content?: ContentDigests | undefined;
  /** As it will be sent. */
  readonly lead: LeadRequest;
  readonly receipt: LeadReceipt;
  readonly now: number;
}

/** The receipt of a lead that is in the store. */
interface StoredReceipt {
  readonly ref: string;
  /** JSON of the receipt. */
  readonly reply: string;
}

/** Of each duplicate the original: one in the store, or one that is stored with it. */
export type Duplicates<T> = ReadonlyMap<T, T | StoredReceipt>;

export function contentDigests(
  lead: LeadRequest,
  isForm: boolean,
  secret: string | undefined,
): ContentDigests {
  const { common, whole } = contentOf(lead);
  // The prefix is part of what is stored: it never changes.
  const digest = keyedDigest(`words\n${common}`, secret);
  return {
    isForm,
    common: digest,
    whole: whole === common ? digest : keyedDigest(`words\n${whole}`, secret),
  };
}

function contentOf({ extra, ...lead }: LeadRequest): Content {
  const common = leadFingerprint(lead);
  const own = Object.entries(extra ?? {}).filter(([, value]) => value !== '');
  if (own.length === 0) return { common, whole: common };
  return { common, whole: leadFingerprint({ ...lead, extra: Object.fromEntries(own) }) };
}

/**
 * Whether a later submission has the content of an earlier one. One without fields of the page's
 * own repeats any: the script that reads those fields may not have loaded.
 */
function isRepeat(later: Content, earlier: Content): boolean {
  return later.whole === earlier.whole || later.whole === earlier.common;
}

/**
 * To be called before the keys are stored. If two servers receive the same content at once, and one
 * of them in a plain form, the second waits for the first and finds what that stored. Scripts do
 * not wait for each other.
 */
export function lockContent(
  transaction: StoreTransaction,
  all: readonly PendingLead[],
): Promise<void> {
  const names = all.flatMap(({ content }) =>
    content ? [{ name: content.common, isAlone: content.isForm }] : [],
  );
  return lockNames(transaction, names);
}

/**
 * Finds leads with content that was sent just before, the one in a plain form and the other by
 * script. Two scripts that send the same mean two leads, by two keys.
 */
export async function findDuplicates<T extends PendingLead>(
  transaction: StoreTransaction,
  fresh: readonly T[],
): Promise<Duplicates<T>> {
  const [first] = fresh;
  if (first === undefined) return new Map();
  const since = first.now - duplicateMs;
  const forms = fresh.filter(({ content }) => content?.isForm === true);
  const receiptOfForm = await receiptsOfForms(transaction, fresh, since);
  const receiptFor = await receiptsOfLeads(transaction, forms, since);

  const duplicates = new Map<T, T | StoredReceipt>();
  const before = new Map<string, T[]>();
  for (const one of fresh) {
    const { content } = one;
    if (!content) continue;
    const candidates = before.get(content.common) ?? [];
    const candidate = candidates.findLast(
      ({ content: other }) => other && (content.isForm || other.isForm) && isRepeat(content, other),
    );
    const stored = content.isForm ? receiptFor(one) : receiptOfForm.get(content.whole);
    const original = stored ?? (candidate && (duplicates.get(candidate) ?? candidate));
    if (original) duplicates.set(one, original);
    before.set(content.common, [...candidates, one]);
  }
  return duplicates;
}

/** Receipts that plain forms got, by the content of the leads that come by script now. */
async function receiptsOfForms(
  transaction: StoreTransaction,
  fresh: readonly PendingLead[],
  since: number,
): Promise<ReadonlyMap<string, StoredReceipt>> {
  const names = fresh.flatMap(({ content }) => (content && !content.isForm ? [content.whole] : []));
  if (names.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('idempotency_keys')
    .select(['key_hash', 'lead_ref', 'reply'])
    .where('key_hash', 'in', padInList(names))
    .where('created_at', '>', since)
    .where(hasLead)
    .execute();
  return new Map(
    rows.flatMap(({ key_hash, lead_ref: ref, reply }) =>
      ref === null || reply === null ? [] : [[key_hash, { ref, reply }] as const],
    ),
  );
}

/**
 * Receipts of earlier leads, for plain forms with the same content. Looked up by phone:
 * plain forms are few, and of scripts no digests are stored.
 */
async function receiptsOfLeads(
  transaction: StoreTransaction,
  forms: readonly PendingLead[],
  since: number,
): Promise<(form: PendingLead) => StoredReceipt | undefined> {
  if (forms.length === 0) return () => undefined;
  // A lead that cannot be decrypted is no duplicate, and keeps no other from being stored.
  const leads = await withUnreadable(transaction)
    .selectFrom('leads')
    .select([
      'ref',
      'first_name',
      'last_name',
      'phone',
      'product',
      'company',
      'promo_code',
      'extra',
    ])
    .where(
      ofPhones(
        forms.map(({ lead }) => lead.phone),
        since,
      ),
    )
    .orderBy('received_at', 'desc')
    .execute();
  if (leads.length === 0) return () => undefined;
  const contents = leads.map(({ ref, extra, company, promo_code, ...lead }) => ({
    ref,
    ...contentOf({
      ...lead,
      company: company ?? undefined,
      promo_code: promo_code ?? undefined,
      extra: readExtra(extra),
    }),
  }));
  const keys = await transaction
    .selectFrom('idempotency_keys')
    .select(['lead_ref', 'reply'])
    .where('lead_ref', 'in', padInList(leads.map(({ ref }) => ref)))
    .execute();
  const replies = new Map(keys.map(({ lead_ref, reply }) => [lead_ref, reply]));
  return ({ lead }) => {
    const content = contentOf(lead);
    const ref = contents.find((earlier) => isRepeat(content, earlier))?.ref;
    const reply = ref === undefined ? undefined : replies.get(ref);
    return ref === undefined || !reply ? undefined : { ref, reply };
  };
}

function readExtra(json: string | null): Extra | undefined {
  try {
    return json === null ? undefined : (JSON.parse(json) as Extra);
  } catch {
    // It could not be decrypted, and then neither could the names.
    return undefined;
  }
}

function storedReceipt(receipt: LeadReceipt | undefined): StoredReceipt | undefined {
  return receipt && { ref: receipt.ref, reply: JSON.stringify(receipt) };
}

interface Stored<T> {
  readonly fresh: readonly T[];
  readonly duplicates: Duplicates<T>;
  /** The receipt of each lead that was stored. */
  readonly receiptOf: (stored: T) => LeadReceipt | undefined;
}

/**
 * Makes the keys of duplicates stand for their originals, so that a later retry gets the same
 * receipt. Stores the content of plain forms too, for a script that sends the same.
 */
export async function recordContent<T extends PendingLead>(
  transaction: StoreTransaction,
  { fresh, duplicates, receiptOf }: Stored<T>,
): Promise<void> {
  type Row = StoredReceipt & Pick<PendingLead, 'fingerprint' | 'now'>;
  const rows = new Map<string, Row>();
  for (const one of fresh) {
    const original = duplicates.get(one) ?? one;
    const receipt = 'reply' in original ? original : storedReceipt(receiptOf(original));
    if (!receipt) continue;
    const { keyHash, fingerprint, content, now } = one;
    if (original !== one) {
      await transaction
        .updateTable('idempotency_keys')
        .set({ reply: receipt.reply, lead_ref: receipt.ref })
        .where('key_hash', '=', keyHash)
        .execute();
    }
    if (!content?.isForm) continue;
    for (const name of [content.common, content.whole]) {
      rows.set(name, { ...receipt, fingerprint, now });
    }
  }
  if (rows.size === 0) return;
  await transaction
    .insertInto('idempotency_keys')
    .values(
      Array.from(rows, ([key_hash, { ref: lead_ref, reply, fingerprint, now: created_at }]) => ({
        key_hash,
        fingerprint,
        reply,
        lead_ref,
        created_at,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('key_hash').doUpdateSet(({ ref }) => ({
        reply: ref('excluded.reply'),
        lead_ref: ref('excluded.lead_ref'),
        created_at: ref('excluded.created_at'),
      })),
    )
    .execute();
}
