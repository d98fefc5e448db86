import { type RawBuilder, sql } from 'kysely';
import { heldUseStates } from '../../contract/redemption-states.ts';
import { lockCode } from '../../store/commits/lock-code.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';

/** A promo code with a limit, as its list has it. */
export interface LimitedCode {
  readonly company: string;
  /** `codeKey()` of the code. */
  readonly key: string;
  readonly usesLeft: number;
  /** When the list was requested (ms since 1970): it does not know of uses since. */
  readonly listedAt: number;
}

/**
 * Uses of a code that can still be reserved: those of the list, minus those that our own leads
 * hold, minus those that we sent after the list was requested, or are sending. The redemption of a
 * lead holds a use from the intake until it was sent or released.
 */
export async function usesLeftToReserve(store: Store, limit: LimitedCode): Promise<number> {
  const { held, sent } = await countTaken(store, limit);
  return limit.usesLeft - held - sent;
}

/**
 * Whether leads hold all uses of a code that are left, so that no other caller may use it up. If
 * they hold none, the vendor knows best whether one is left. To be called in the transaction that
 * stores the use as being sent: until that has ended, none is reserved.
 */
export async function isFullyReserved(
  transaction: StoreTransaction,
  limit: LimitedCode,
): Promise<boolean> {
  await lockCode(transaction, limit);
  const { held, sent } = await countTaken(transaction, limit);
  return held > 0 && limit.usesLeft - held - sent <= 0;
}

/** The uses that leads hold: literally the condition of their partial index. */
export const isHeldForLead: RawBuilder<boolean> = sql<boolean>`lead_ref is not null
  and state in (${sql.join(heldUseStates.map((state) => sql.lit(state)))})`;

interface TakenUses {
  /** For leads. */
  readonly held: number;
  readonly sent: number;
}

async function countTaken(
  store: Store,
  { company, key, listedAt }: LimitedCode,
): Promise<TakenUses> {
  // Literally the conditions of the partial indexes; otherwise the databases would not use them.
  const { rows } = await sql<TakenUses>`select
    (select count(*) from redemptions where company = ${company} and code_key = ${key}
      and ${isHeldForLead}) as held,
    (select count(*) from redemptions where company = ${company} and code_key = ${key}
      and updated_at >= ${listedAt} and state in ('redeemed', 'unconfirmed'))
    + (select count(*) from redemptions where company = ${company} and code_key = ${key}
      and lead_ref is null and lease_until is not null) as sent`.execute(store);
  return rows[0] ?? { held: 0, sent: 0 };
}

/**
 * How many uses leads hold of each of these codes of a company, by `codeKey()`. A code that is not
 * in the map has none.
 */
export async function heldUses(
  store: Store,
  company: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ readonly key: string; readonly held: number }>`select
    code_key as key, count(*) as held from redemptions
    where company = ${company} and code_key in (${sql.join(padInList(keys))})
      and ${isHeldForLead}
    group by code_key`.execute(store);
  return new Map(rows.map(({ key, held }) => [key, held]));
}

/** A request for a use of a code. */
export interface ReservationRequest {
  readonly limit: LimitedCode;
}

/**
 * Reserves uses in the order of the requests. Resolves to the requests that get none. To be called
 * in the transaction that stores their redemptions: until that has ended, no other transaction
 * reserves a use of these codes.
 */
export async function reserveUses<T extends ReservationRequest>(
  transaction: StoreTransaction,
  requests: readonly T[],
): Promise<ReadonlySet<T>> {
  const refused = new Set<T>();
  const byCode = Map.groupBy(requests, ({ limit }) => `${limit.company}\n${limit.key}`);
  // In one order for all processes, so that they cannot deadlock.
  for (const name of Array.from(byCode.keys()).toSorted()) {
    const same = byCode.get(name) ?? [];
    const limit = newestOf(same);
    if (limit === undefined) continue;
    await lockCode(transaction, limit);
    let left = await usesLeftToReserve(transaction, limit);
    for (const one of same) {
      if (left > 0) left -= 1;
      else refused.add(one);
    }
  }
  return refused;
}

function newestOf(requests: readonly ReservationRequest[]): LimitedCode | undefined {
  return requests
    .map(({ limit }) => limit)
    .toSorted((one, other) => other.listedAt - one.listedAt)
    .at(0);
}

/**
 * Holds uses again that these leads had released, because a person sends the leads again. A
 * released use was never sent, unless it has an attempt: then it may have been, before a backup was
 * restored, and waits for a person.
 */
export async function reserveAgain(
  transaction: StoreTransaction,
  refs: readonly string[],
  now: number,
): Promise<void> {
  await transaction
    .updateTable('redemptions')
    .set(({ eb }) => ({
      state: eb
        .case()
        .when('attempts', '>', 0)
        .then('unconfirmed' as const)
        .else('waiting' as const)
        .end(),
      updated_at: now,
    }))
    .where('lead_ref', 'in', refs)
    .where('state', '=', 'released')
    .execute();
}
