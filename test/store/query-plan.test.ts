import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { migrate, sqliteStore } from '../../src/store/index.ts';

/** What the worker asks every second, in SQL: its cost must not grow with the history. */
const asked: readonly string[] = [
  "update redemptions set state = 'unconfirmed' where lease_until <= 1",
  "update leads set state = 'in_doubt' where lease_until <= 1",
  'select id from redemptions where due_at <= 1 order by due_at limit 1',
  'select ref from leads where due_at <= 1 order by due_at limit 1',
];

describe('migrate()', () => {
  for (const query of asked) {
    it(`makes an index for: ${query}`, async () => {
      const database = new DatabaseSync(':memory:');
      await migrate(sqliteStore(database));
      const plan = database.prepare(`explain query plan ${query}`).all();
      for (const { detail } of plan) assert.match(String(detail), /USING (?:COVERING )?INDEX/);
    });
  }
});
