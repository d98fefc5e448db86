import type { Selectable } from 'kysely';
import { codeKey, codeLengthMax, normaliseCode } from '../../contract/code.ts';
import { isPrintable, lengthOf } from '../../contract/text.ts';
import {
  type PromoCodeTable,
  type Store,
  type StoreTransaction,
  transactTogether,
} from '../../store/index.ts';
import { type Refusal, refusalTexts } from '../../upstream/promoholder/api.ts';
import { refusalReason } from '../../upstream/promoholder/window.ts';
import { addJournalEntry } from '../journal.ts';

/**
 * Uses a code up once, or says why not, and records the answer: all in one transaction, so that the
 * journal and the count agree after a crash at any moment.
 */
export async function redeem(
  store: Store,
  { company, code, now }: { readonly company: string; readonly code: string; readonly now: number },
): Promise<Refusal | undefined> {
  return transactTogether(store, async (transaction) => {
    const { refusal, spelling } = await take(transaction, company, normaliseCode(code), now);
    await addJournalEntry(transaction, {
      at: now,
      company_id: company,
      code: spelling,
      used: refusal === undefined ? 1 : 0,
      reason: refusal === undefined ? null : refusalTexts[refusal],
      source: 'embedded',
    });
    return refusal;
  });
}

interface Taken {
  readonly refusal: Refusal | undefined;
  /** The code as it is recorded: in the spelling of the list, if it is listed. */
  readonly spelling: string;
}

async function take(
  transaction: StoreTransaction,
  company: string,
  code: string,
  now: number,
): Promise<Taken> {
  if (lengthOf(code) > codeLengthMax || !isPrintable(code)) {
    return { refusal: 'unknown', spelling: printable(code) };
  }
  for (;;) {
    const row = await transaction
      .selectFrom('promo_codes')
      .selectAll()
      .where('company_id', '=', company)
      .where('code_key', '=', codeKey(code))
      .executeTakeFirst();
    if (row === undefined) return { refusal: 'unknown', spelling: code };
    const refusal = refusalOf(row, now);
    if (refusal !== undefined) return { refusal, spelling: row.code };
    // The condition keeps the limit, not the read before it: on PostgreSQL the update waits for a
    // transaction that uses the code up, and then checks the condition again.
    const { numUpdatedRows } = await transaction
      .updateTable('promo_codes')
      .set(({ eb }) => ({ uses_left: eb('uses_left', '-', 1) }))
      .where('id', '=', row.id)
      .where('active', '=', 1)
      .where(({ eb, or }) => or([eb('uses_left', 'is', null), eb('uses_left', '>', 0)]))
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 1n) return { refusal: undefined, spelling: row.code };
    // Another transaction took the last use or paused the code in between: find the reason.
  }
}

function refusalOf(row: Selectable<PromoCodeTable>, now: number): Refusal | undefined {
  const { uses_left, timezone, starts_at, ends_at, active } = row;
  return refusalReason(
    { usesLeft: uses_left, timezone, startsAt: starts_at, endsAt: ends_at, active: active === 1 },
    now,
  );
}

/** A code that cannot exist, shortened, and in characters that any database can store. */
function printable(code: string): string {
  const characters = Array.from(code.slice(0, 2 * codeLengthMax)).slice(0, codeLengthMax);
  return characters.map((each) => (isPrintable(each) ? each : '\uFFFD')).join('');
}
