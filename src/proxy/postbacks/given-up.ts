import { type RawBuilder, sql, type Updateable } from 'kysely';
import { hourMs } from '../../contract/durations.ts';
import { type PostbackState, postbackStates } from '../../contract/lead-states.ts';
import type { PostbackTable } from '../../store/postback-table.ts';
import { type Store, transact } from '../../store/store.ts';
import type { PostbackStatuses } from './add-postback.ts';

/** A literal, as in the partial index: with a parameter the database would not use it. */
export const isGivenUp: RawBuilder<boolean> = sql<boolean>`outcome = 'given_up'`;

/**
 * Not `is not null`, which means the same: without statistics PostgreSQL takes that for nearly all
 * rows of a table, and a range for few enough to use an index.
 */
export const isWaiting: RawBuilder<boolean> = sql`due_at > 0 and due_at < 9007199254740991`;

/** Since when a postback is tried. */
const triedSince: RawBuilder<number> = sql`coalesce(tried_since, created_at)`;

/** The owner is alerted to one that waits longer: by then it was tried some eight times. */
const lateAfterMs = 6 * hourMs;

/** The states that are reported to a tracker. */
export function statesOf(statuses: PostbackStatuses): readonly PostbackState[] {
  return postbackStates.filter((state) => statuses[state] !== undefined);
}

/** How many postbacks were given up, and need attention. */
export async function countGivenUp(store: Store): Promise<number> {
  const { count } = await store
    .selectFrom('postbacks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(isGivenUp)
    .executeTakeFirstOrThrow();
  return count;
}

/** How many have been tried for six hours, and still are. */
export function countLate(store: Store, statuses: PostbackStatuses, now: number): Promise<number> {
  return countWaiting(store, statuses, now - lateAfterMs);
}

/** How many are still tried, or soon to be; with `since`, only those tried since then or longer. */
export async function countWaiting(
  store: Store,
  statuses: PostbackStatuses,
  since?: number,
): Promise<number> {
  let query = store
    .selectFrom('postbacks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(isWaiting)
    .where('state', 'in', statesOf(statuses));
  if (since !== undefined) query = query.where(triedSince, '<=', since);
  const { count } = await query.executeTakeFirstOrThrow();
  return count;
}

export interface TooOld {
  readonly states: readonly PostbackState[];
  /** Those that are tried since then, or for longer. */
  readonly before: number;
  readonly now: number;
}

/**
 * Gives up what is too old, even if the circuit never let it through to a tracker that is away.
 * Resolves to how many there were.
 */
export async function giveUpOld(store: Store, { states, before, now }: TooOld): Promise<number> {
  const detail = sql<string>`coalesce(detail, 'The tracker is away, and it was not tried')`;
  const { numUpdatedRows } = await transact(store, (transaction) =>
    transaction
      .updateTable('postbacks')
      .set({ outcome: 'given_up', due_at: null, detail, updated_at: now })
      .where(isWaiting)
      .where('state', 'in', states)
      .where(triedSince, '<=', before)
      .executeTakeFirstOrThrow(),
  );
  return Number(numUpdatedRows);
}

/** Of these leads, or of all. */
type OfLeads = readonly string[] | undefined;

interface RetryOptions {
  readonly statuses: PostbackStatuses;
  readonly now: number;
  readonly refs?: OfLeads;
}

/**
 * Puts postbacks that were given up back on their way, with a schedule that starts from the
 * beginning. Resolves to the refs of their leads. States that are no longer reported stay given up:
 * nothing would send them.
 */
export function retryGivenUp(
  store: Store,
  { statuses, now, refs }: RetryOptions,
): Promise<readonly string[]> {
  const fresh = { outcome: null, attempts: 0, due_at: now, tried_since: now } as const;
  return change(store, { refs, states: statesOf(statuses) }, { ...fresh, updated_at: now });
}

/** Dismisses postbacks that were given up. Resolves to the refs of their leads. */
export function dismissGivenUp(
  store: Store,
  now: number,
  refs?: OfLeads,
): Promise<readonly string[]> {
  const detail = 'dismissed by hand';
  return change(store, { refs }, { outcome: 'skipped', detail, updated_at: now });
}

interface Which {
  readonly refs: OfLeads;
  readonly states?: readonly PostbackState[];
}

async function change(
  store: Store,
  { refs, states }: Which,
  to: Updateable<PostbackTable>,
): Promise<readonly string[]> {
  let query = store.updateTable('postbacks').set(to).where(isGivenUp);
  if (states) query = query.where('state', 'in', states);
  if (refs !== undefined) query = query.where('lead_ref', 'in', refs);
  const rows = await query.returning('lead_ref').execute();
  return rows.map(({ lead_ref }) => lead_ref);
}
