import { type RawBuilder, sql } from 'kysely';
import { type ToldState, toldStates } from '../../contract/lead-states.ts';
import { type Store, transact } from '../../store/store.ts';
import type { PostbackStatuses } from './add-postback.ts';

/** As the partial index says it: a parameter would keep the database from using that. */
const isGivenUp = sql<boolean>`outcome = 'given_up'`;

/**
 * Not `is not null`, which says the same: until PostgreSQL has looked at the table it takes that for
 * nearly all of it, and a range for a part that is worth an index.
 */
const isWaiting = sql<boolean>`due_at > 0 and due_at < ${sql.lit(Number.MAX_SAFE_INTEGER)}`;

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
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where(isGivenUp)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How many are still tried, and have been for six hours: of all that wait, and none that ended. */
export async function countLate(
  store: Store,
  statuses: PostbackStatuses,
  now: number,
): Promise<number> {
  const { count } = await store
    .selectFrom('postbacks')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where(isWaiting)
    .where('state', 'in', statesOf(statuses))
    .where(triedSince, '<=', now - lateAfterMs)
    .executeTakeFirstOrThrow();
  return Number(count);
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

/** Sends all that were given up once more, with a schedule that begins anew; answers how many. */
export async function retryGivenUp(store: Store, now: number): Promise<number> {
  const { numUpdatedRows } = await store
    .updateTable('postbacks')
    .set({ outcome: null, attempts: 0, due_at: now, tried_since: now, updated_at: now })
    .where(isGivenUp)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
