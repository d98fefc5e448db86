import { type RawBuilder, sql, type Updateable } from 'kysely';
import { type ToldState, toldStates } from '../../contract/lead-states.ts';
import type { PostbackTable } from '../../store/postback-table.ts';
import { type Store, transact } from '../../store/store.ts';
import type { PostbackStatuses } from './add-postback.ts';

/** As the partial index says it: a parameter would keep the database from using that. */
export const isGivenUp: RawBuilder<boolean> = sql<boolean>`outcome = 'given_up'`;

/**
 * Not `is not null`, which says the same: before it knows a table, PostgreSQL takes that for
 * nearly all of it, and a range for a part that is worth an index.
 */
export const isWaiting: RawBuilder<boolean> = sql`due_at > 0 and due_at < 9007199254740991`;

/** Since when a postback is tried. */
const triedSince: RawBuilder<number> = sql`coalesce(tried_since, created_at)`;

/** One that waits for so long is told of: its schedule has tried it some eight times by then. */
const lateAfterMs = 6 * 60 * 60_000;

/** The ends that a tracker is told of. */
export function statesOf(statuses: PostbackStatuses): readonly ToldState[] {
  return toldStates.filter((state) => statuses[state] !== undefined);
}

/** How many postbacks were given up, and wait for a person. */
export async function countGivenUp(store: Store): Promise<number> {
  const { count } = await store
    .selectFrom('postbacks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(isGivenUp)
    .executeTakeFirstOrThrow();
  return count;
}

/** How many are still tried, and have been for six hours: of all that wait, and none that ended. */
export function countLate(store: Store, statuses: PostbackStatuses, now: number): Promise<number> {
  return countWaiting(store, statuses, now - lateAfterMs);
}

/** How many are still tried, or soon to be; of those that are tried since then, or for longer. */
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
  readonly states: readonly ToldState[];
  /** They are tried since then, or for longer. */
  readonly before: number;
  readonly now: number;
}

/**
 * Gives up what is too old, also where it was never let through to a tracker that is away; answers
 * how many.
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
 * Sends what was given up once more, its schedule begun anew; answers of which leads. Ends that the
 * tracker is told of no more stay given up: nothing would send them.
 */
export function retryGivenUp(
  store: Store,
  { statuses, now, refs }: RetryOptions,
): Promise<readonly string[]> {
  const anew = { outcome: null, attempts: 0, due_at: now, tried_since: now } as const;
  return change(store, { refs, states: statesOf(statuses) }, { ...anew, updated_at: now });
}

/** Lets what was given up rest: nobody is to hear of it any more. Answers of which leads. */
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
  readonly states?: readonly ToldState[];
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
