import { CompiledQuery, type KyselyPlugin, sql } from 'kysely';
import type { Store } from '../../src/store/index.ts';
import { database } from '../support/store/database.ts';

/** All other tables grow with every lead and every check; the cost of a query must not. */
const small: ReadonlySet<string> = new Set([
  'companies',
  'promo_codes',
  'api_tokens',
  'CONSTANT',
  // A query with a limit.
  'first_due',
]);
/** Records every statement that is run. */
export function recorder(store: Store, statements: Map<string, CompiledQuery>): KyselyPlugin {
  return {
    transformQuery({ node, queryId }) {
      const compiled = store.getExecutor().compileQuery(node, queryId);
      statements.set(compiled.sql, compiled);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

export async function planOf(
  store: Store,
  { sql: text, parameters }: CompiledQuery,
): Promise<string> {
  const explain = database === 'sqlite' ? 'explain query plan' : 'explain';
  const query = CompiledQuery.raw(`${explain} ${text}`, [...parameters]);
  const { rows } = await store.executeQuery<Record<string, unknown>>(query);
  return rows.flatMap((row) => Object.values(row)).join('\n');
}

/** The growing tables, by name or alias, of which the statement reads every row. */
export async function scanned(store: Store, statement: CompiledQuery): Promise<string[]> {
  const plan = await planOf(store, statement);
  // An index of the work alone, and not of the history, may be scanned.
  const sqliteScan = /\bSCAN (\w+)\b(?! USING (?:COVERING )?INDEX \w+_(?:due|sending|given_up))/g;
  const full = database === 'sqlite' ? sqliteScan : /Seq Scan on (\w+)/g;
  return Array.from(plan.matchAll(full), ([, table = '']) => table).filter(
    (table) => !small.has(table),
  );
}

/** The statements that read every row of a growing table. */
export async function slowOf(
  store: Store,
  statements: readonly CompiledQuery[],
): Promise<readonly string[]> {
  const slow: string[] = [];
  for (const statement of statements) {
    if (!/^(?:select|update|delete|insert)\b/.test(statement.sql)) continue;
    // Only the last row: such a scan ends with the first row that it reads.
    if (/\blimit\b/.test(statement.sql) && !/\bwhere\b/.test(statement.sql)) continue;
    const tables = await scanned(store, statement);
    if (tables.length > 0) slow.push(`${tables.join()}: ${statement.sql}`);
  }
  return slow;
}

/**
 * Makes the database analyse the tables, as it does on its own in time; with `vacuum`, PostgreSQL
 * can also use index-only scans. Not in all schemas, because others belong to other tests.
 */
export async function countRows(store: Store, vacuum: '' | 'vacuum' = ''): Promise<void> {
  if (database === 'sqlite') {
    await sql`analyze`.execute(store);
    return;
  }
  const { rows } = await sql<{ name: string }>`select quote_ident(tablename) as name
    from pg_tables where schemaname = current_schema()`.execute(store);
  await sql.raw(`${vacuum} analyze ${rows.map(({ name }) => name).join()}`).execute(store);
}
