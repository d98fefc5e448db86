import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { padInList } from '../../store/rows/pad-in-list.ts';
import type { Database } from '../../store/schema.ts';

/** As the index of phones says it: a parameter would keep the database from using that. */
const pending = sql.lit('pending' as const);

/**
 * Leads of these phones (ASCII digits), whatever their state; those that came after `since` (ms)
 * where it is given. What nobody has tried yet is in no index of phones, and is looked for among
 * all that are pending. In two queries: of one with an `or`, a database may go through all leads of
 * a time.
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
