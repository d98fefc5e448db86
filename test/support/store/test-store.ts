import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KyselyPlugin } from 'kysely';
import type { PostgresLocation } from '../../../src/node/config/store-location.ts';
import { createPostgresPool } from '../../../src/node/store/postgres-pool.ts';
import {
  type FieldCipher,
  migrate,
  postgresStore,
  sqliteStore,
  type Store,
} from '../../../src/store/index.ts';
import { freshPostgres, postgresAt } from '../postgres/postgres.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { database } from './database.ts';

interface StoreOptions {
  /** Encrypts personal data. */
  readonly cipher?: FieldCipher;
}

/** The statements of the migrations, recorded from a file's first store for the later ones. */
let tables: string | undefined;

/** An empty store with its tables: SQLite in memory, or a new schema on PostgreSQL. */
export async function testStore(options: StoreOptions = {}): Promise<Store> {
  const store = database === 'sqlite' ? inMemory(options) : await inSchema(options);
  if (tables !== undefined) return store;
  const statements: string[] = [];
  await migrate(store.withPlugin(recorder(store, statements)));
  tables = statements.filter((text) => !text.startsWith('select')).join(';\n');
  return store;
}

function inMemory(options: StoreOptions): Store {
  const connection = new DatabaseSync(':memory:');
  if (tables !== undefined) connection.exec(tables);
  return sqliteStore(connection, { nextTurn: () => nextTurn(), ...options });
}

/** On a busy machine a statement may be slow, which is not a failure. */
const timeouts = { connectMs: 60_000, statementMs: 60_000, lockMs: 60_000, answerMs: 90_000 };

async function inSchema(options: StoreOptions): Promise<Store> {
  return postgresStoreAt(postgresAt(await freshPostgres(tables)), options);
}

/** A store on PostgreSQL with time-outs that a slow machine does not reach. */
export async function postgresStoreAt(
  location: PostgresLocation,
  options: StoreOptions = {},
): Promise<Store> {
  return postgresStore(await createPostgresPool(location, { timeouts }), options);
}

/** Records every executed statement, as text with its values. */
function recorder(store: Store, statements: string[]): KyselyPlugin {
  return {
    transformQuery({ node, queryId }) {
      const { sql, parameters } = store.getExecutor().compileQuery(node, queryId);
      let index = 0;
      statements.push(sql.replaceAll(/\?|\$\d+/g, () => `'${String(parameters[index++])}'`));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

/** `PROMO_LEAD_STORE` of a store without tables that several processes can open. */
export async function testStoreUrl(): Promise<string> {
  if (database === 'postgres') return freshPostgres();
  return `sqlite:${join(temporaryFolder(), 'store.db')}`;
}
