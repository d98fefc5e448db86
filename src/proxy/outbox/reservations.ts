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
  /** When the list was asked for (ms since 1970): what was used since is not in it. */
  readonly listedAt: number;
}

/**
 * Uses of a code that can still be promised: those of the list without the ones that our own leads
 * hold, and without the ones that we sent after the list was asked for, or are sending. A use is
 * held by the redemption of a lead from the intake on until it was sent, or was given back.
 */
export async function usesToPromise(store: Store, limit: LimitedCode): Promise<number> {
  const { held, sent } = await countTaken(store, limit);
  return limit.usesLeft - held - sent;
}

/**
 * Whether leads hold all uses of a code that are left, so that nobody else may use it up. Where
 * they hold none, the vendor knows best whether there is one. To be called in the transaction that
 * stores the use as being sent: until it has ended nobody promises one.
 */
export async function isPromised(
  transaction: StoreTransaction,
  limit: LimitedCode,
): Promise<boolean> {
  await lockCode(transaction, limit);
  const { held, sent } = await countTaken(transaction, limit);
  return held > 0 && limit.usesLeft - held - sent <= 0;
}

/** The uses that leads hold, in the words of the partial index that is for these. */
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
  // In the words of the partial indexes, or the databases would not use them.
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
 * Uses that leads hold of each of these codes of a company, by `codeKey()`; of one that is not in
 * it they hold none.
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

/** Somebody who wants a use of a code. */
export interface Wanting {
  readonly limit: LimitedCode;
}

/**
 * Promises uses to those who came first, and answers who gets none. To be called in the transaction
 * that stores their redemptions: nobody else promises a use of these codes before it has ended.
 */
export async function promiseUses<T extends Wanting>(
  transaction: StoreTransaction,
  wanting: readonly T[],
): Promise<ReadonlySet<T>> {
  const refused = new Set<T>();
  const byCode = Map.groupBy(wanting, ({ limit }) => `${limit.company}\n${limit.key}`);
  // In one order for all processes, so that none waits for another in a circle.
  for (const name of Array.from(byCode.keys()).toSorted()) {
    const same = byCode.get(name) ?? [];
    const limit = newestOf(same);
    if (limit === undefined) continue;
    await lockCode(transaction, limit);
    let left = await usesToPromise(transaction, limit);
    for (const one of same) {
      if (left > 0) left -= 1;
      else refused.add(one);
    }
  }
  return refused;
}

function newestOf(wanting: readonly Wanting[]): LimitedCode | undefined {
  return wanting
    .map(({ limit }) => limit)
    .toSorted((one, other) => other.listedAt - one.listedAt)
    .at(0);
}

/**
 * Holds the uses anew that these leads gave back: a person sends them on. A use that was given back
 * was never sent; one with an attempt may have been, before a backup was put back, and waits for a
 * person.
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
