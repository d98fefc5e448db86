import type { Extra } from '../../contract/extra.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import { lockNames } from '../../store/commits/lock-names.ts';
import { hmac, sha256 } from '../../store/digest.ts';
import { withUnreadable } from '../../store/encryption/encrypted-columns.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { ofPhones } from '../leads/of-phones.ts';
import { leadFingerprint } from './fingerprint.ts';
import { hasLead } from './idempotency.ts';

/**
 * For how long a plain form and the script of its page that say the same mean one lead: who pressed
 * the button of the one and saw no answer yet presses that of the other. Later it is a new order.
 */
const twinsMs = 5 * 60_000;

/** What a visitor said, as digests. */
interface Said {
  /** Without the page's own fields. */
  readonly common: string;
  /** With them; the same where there are none. */
  readonly whole: string;
}

/** Digests as keys of the table of keys, where those of plain forms are found. */
export interface Words extends Said {
  readonly isForm: boolean;
}

/** What is to be stored under a key that was not there. */
export interface Spoken {
  readonly keyHash: string;
  readonly fingerprint: string;
  readonly words?: Words | undefined;
  /** As it will be sent. */
  readonly lead: LeadRequest;
  readonly receipt: LeadReceipt;
  readonly now: number;
}

/** What was answered for a lead that is there. */
interface Answer {
  readonly ref: string;
  /** JSON of the receipt. */
  readonly reply: string;
}

/** Whom a lead is a repetition of: one of the store, or one that is stored with it. */
export type Twins<T> = ReadonlyMap<T, T | Answer>;

/** Keyed, where there is a secret: a person's name would else tell the phone, by trying all. */
export function digestSaid(text: string, secret: string | undefined): string {
  return secret === undefined ? sha256(text) : hmac(secret, text);
}

export function wordsOf(lead: LeadRequest, isForm: boolean, secret: string | undefined): Words {
  const { common, whole } = saidIn(lead);
  const digest = digestSaid(`words\n${common}`, secret);
  return {
    isForm,
    common: digest,
    whole: whole === common ? digest : digestSaid(`words\n${whole}`, secret),
  };
}

function saidIn({ extra, ...lead }: LeadRequest): Said {
  const common = leadFingerprint(lead);
  const own = Object.entries(extra ?? {}).filter(([, value]) => value !== '');
  if (own.length === 0) return { common, whole: common };
  return { common, whole: leadFingerprint({ ...lead, extra: Object.fromEntries(own) }) };
}

/** A script that reads the page's own fields may not have come: who says none says no other. */
function saysNoMore(later: Said, earlier: Said): boolean {
  return later.whole === earlier.whole || later.whole === earlier.common;
}

/**
 * To be called before the keys are stored: of two servers that are told the same at once the second
 * waits for the first where one of them has it of a plain form, and finds what that stored. Scripts
 * do not wait for each other.
 */
export function lockWords(transaction: StoreTransaction, all: readonly Spoken[]): Promise<void> {
  const names = all.flatMap(({ words }) =>
    words ? [{ name: words.common, isAlone: words.isForm }] : [],
  );
  return lockNames(transaction, names);
}

/**
 * Those that say what was said just now, the one in a plain form and the other by script: each with
 * the lead that is there. Two scripts that say the same mean two leads, by two keys.
 */
export async function findTwins<T extends Spoken>(
  transaction: StoreTransaction,
  fresh: readonly T[],
): Promise<Twins<T>> {
  const [first] = fresh;
  if (first === undefined) return new Map();
  const since = first.now - twinsMs;
  const forms = fresh.filter(({ words }) => words?.isForm === true);
  const byWords = await answersToForms(transaction, fresh, since);
  const answerTo = await answersToLeads(transaction, forms, since);

  const twins = new Map<T, T | Answer>();
  const before = new Map<string, T[]>();
  for (const one of fresh) {
    const { words } = one;
    if (!words) continue;
    const mates = before.get(words.common) ?? [];
    const mate = mates.findLast(
      ({ words: other }) => other && (words.isForm || other.isForm) && saysNoMore(words, other),
    );
    const stored = words.isForm ? answerTo(one) : byWords.get(words.whole);
    const twin = stored ?? (mate && (twins.get(mate) ?? mate));
    if (twin) twins.set(one, twin);
    before.set(words.common, [...mates, one]);
  }
  return twins;
}

/** By the words of leads that came by script: what plain forms that said so were answered. */
async function answersToForms(
  transaction: StoreTransaction,
  fresh: readonly Spoken[],
  since: number,
): Promise<ReadonlyMap<string, Answer>> {
  const names = fresh.flatMap(({ words }) => (words && !words.isForm ? [words.whole] : []));
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

/** Looks for the leads of their phones: plain forms are few, and scripts leave no words behind. */
async function answersToLeads(
  transaction: StoreTransaction,
  forms: readonly Spoken[],
  since: number,
): Promise<(form: Spoken) => Answer | undefined> {
  if (forms.length === 0) return () => undefined;
  // What cannot be decrypted is nobody's twin, and keeps nobody from being stored.
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
  const said = leads.map(({ ref, extra, company, promo_code, ...lead }) => ({
    ref,
    ...saidIn({
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
    const spoken = saidIn(lead);
    const ref = said.find((earlier) => saysNoMore(spoken, earlier))?.ref;
    const reply = ref === undefined ? undefined : replies.get(ref);
    return ref === undefined || !reply ? undefined : { ref, reply };
  };
}

function readExtra(json: string | null): Extra | undefined {
  try {
    return json === null ? undefined : (JSON.parse(json) as Extra);
  } catch {
    // It could not be decrypted: then nor could the names.
    return undefined;
  }
}

function answerOf(receipt: LeadReceipt | undefined): Answer | undefined {
  return receipt && { ref: receipt.ref, reply: JSON.stringify(receipt) };
}

interface Told<T> {
  readonly fresh: readonly T[];
  readonly twins: Twins<T>;
  /** What each of those that were stored was told. */
  readonly receiptOf: (stored: T) => LeadReceipt | undefined;
}

/**
 * Has the keys of repetitions stand for the leads that were there, however late these keys come
 * again; and writes down what plain forms said, for a script that says the same.
 */
export async function keepWords<T extends Spoken>(
  transaction: StoreTransaction,
  { fresh, twins, receiptOf }: Told<T>,
): Promise<void> {
  const kept = new Map<string, Answer & { readonly fingerprint: string; readonly now: number }>();
  for (const one of fresh) {
    const twin = twins.get(one) ?? one;
    const answer = 'reply' in twin ? twin : answerOf(receiptOf(twin));
    if (!answer) continue;
    const { keyHash, fingerprint, words, now } = one;
    if (twin !== one) {
      await transaction
        .updateTable('idempotency_keys')
        .set({ reply: answer.reply, lead_ref: answer.ref })
        .where('key_hash', '=', keyHash)
        .execute();
    }
    if (!words?.isForm) continue;
    for (const name of [words.common, words.whole]) {
      kept.set(name, { ...answer, fingerprint, now });
    }
  }
  if (kept.size === 0) return;
  await transaction
    .insertInto('idempotency_keys')
    .values(
      Array.from(kept, ([key_hash, { ref: lead_ref, reply, fingerprint, now: created_at }]) => ({
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
