import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import { padInList } from '../../store/rows/pad-in-list.ts';
import type { Database } from '../../store/schema.ts';

/** A literal, as in the index of phones: with a parameter the database would not use it. */
const pending = sql.lit('pending' as const);

/**
 * The condition for leads of these phones (ASCII digits) in any state; with `since` (ms), for those
 * that came after it. Leads that were not tried yet are in no index of phones, and are looked for
 * among all that are pending. Two queries, because for one with an `or` a database may go through
 * all leads of a time.
 */
export function ofPhones(
  phones: readonly string[],
  since?: number,
): (lead: ExpressionBuilder<Database, 'leads'>) => Expression<SqlBool> {
  return ({ eb, selectFrom }) => {
    const all = selectFrom('leads').select('ref').where('phone', 'in', padInList(phones));
    const wanted = since === undefined ? all : all.where('received_at', '>', since);
    const tried = wanted.where('state', '<>', pending);
    return eb('ref', 'in', tried.unionAll(wanted.where('state', '=', pending)));
  };
}
