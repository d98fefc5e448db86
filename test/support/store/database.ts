/** The database of this test run. Every file about the store runs once on each. */
export type DatabaseKind = 'sqlite' | 'postgres';

export const databaseVariable = 'PROMO_LEAD_TEST_DATABASE';

export const database: DatabaseKind =
  process.env[databaseVariable] === 'postgres' ? 'postgres' : 'sqlite';
