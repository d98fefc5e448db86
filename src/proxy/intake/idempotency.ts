import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { BatchQueue } from '../../store/commits/batch-queue.ts';
import { sha256 } from '../../store/digest.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import type { Database } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { ProblemError } from '../problem-reply.ts';

/**
 * What a key is stored as. It belongs to one call: the same key on another path is another request.
 *
 * The time at the start of a UUID of version 7 stays in front, so keys that arrive together are
 * neighbours in the index, and a commit of many changes few pages. By their digests alone each is
 * on a page of its own, which took a quarter of all that a lead costs (`bench/README.md`).
 */
export function hashKey(call: 'leads' | 'redeem', key: string): string {
  return timeOf(key) + sha256(`${call}\n${key}`);
}

/** The millisecond of a UUID of version 7, with or without hyphens, in hex; otherwise empty. */
function timeOf(key: string): string {
  // The years 2004 to 2074. Few fully random keys, as older scripts send them, look like that.
  const [, ...digits] = /^(0[12][\da-f]{6})-?([\da-f]{4})-?7/.exec(key) ?? [];
  return digits.join('');
}

/** Says whether keys are known, in one query for all that are asked for in one turn. */
export class KnownKeys {
  readonly #batches: BatchQueue<string, boolean>;

  constructor(store: Store, nextTurn: () => Promise<void>) {
    this.#batches = new BatchQueue({
      nextTurn,
      run: async (hashes) => {
        const known = await findKeys(store, hashes);
        return hashes.map((hash) => known.has(hash));
      },
    });
  }

  has(keyHash: string): Promise<boolean> {
    return this.#batches.add(keyHash);
  }
}

async function findKeys(store: Store, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await store
    .selectFrom('idempotency_keys')
    .select('key_hash')
    .where('key_hash', 'in', padInList(hashes))
    .execute();
  return new Set(rows.map(({ key_hash }) => key_hash));
}

/**
 * Deletes those keys whose lead was deleted. For plain forms, whose key is their content: a visitor
 * who sends it again would be thanked for a lead that does not exist. A script's own key means one
 * lead, for ever.
 */
export async function forgetKeysOfDeleted(store: Store, hashes: readonly string[]): Promise<void> {
  await store
    .deleteFrom('idempotency_keys')
    .where('key_hash', 'in', padInList(hashes))
    .where('lead_ref', 'is not', null)
    .where((key) => key.not(hasLead(key)))
    .execute();
}

/** The condition for keys whose lead is still in the store. */
export function hasLead({
  exists,
  selectFrom,
}: ExpressionBuilder<Database, 'idempotency_keys'>): Expression<SqlBool> {
  return exists(
    selectFrom('leads').select('ref').whereRef('ref', '=', 'idempotency_keys.lead_ref'),
  );
}

/**
 * The first reply to a key, as stored JSON; undefined if the key is new. Throws
 * `idempotency-key-reused` if the first request had other fields: none of these fingerprints.
 */
export async function findReply(
  store: Store,
  keyHash: string,
  fingerprints: readonly string[],
): Promise<string | undefined> {
  const known = await store
    .selectFrom('idempotency_keys')
    // Compared in the database, because what an encrypted store has is a digest.
    .select((eb) => ['reply', eb('fingerprint', 'in', fingerprints).as('is_same')])
    .where('key_hash', '=', keyHash)
    .executeTakeFirst();
  if (!known) return undefined;
  // SQLite has no booleans, so it is 0 or 1.
  if (!known.is_same) throw reused();
  return known.reply ?? undefined;
}

/** The problem of a key that already stands for another request. */
function reused(): ProblemError {
  return new ProblemError('idempotency-key-reused', {
    detail: 'Make a new key for each new request; keep it for retries of the same one.',
  });
}
