import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { openDatabase, type SharedDatabase } from './database.ts';
import { simulate } from './simulation.ts';

const seeds = 1200;
const seedsAtOnce = 200;

describe('simulate()', () => {
  let database: SharedDatabase;
  before(async () => {
    database = await openDatabase();
  });

  it('repeats a seed exactly, whatever was simulated before', async () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const first = await simulate(seed, database, { isTraced: true });
      await simulate(seed + 1000, database);
      const second = await simulate(seed, database, { isTraced: true });
      assert.ok(first.trace.length > 20);
      assert.deepEqual(second.trace, first.trace, `seed ${seed}`);
    }
  });

  for (let from = 0; from < seeds; from += seedsAtOnce) {
    it(`loses no lead and wastes no code with seeds ${from} to ${from + seedsAtOnce - 1}`, async () => {
      const failures: string[] = [];
      for (let seed = from; seed < from + seedsAtOnce; seed += 1) {
        const { failure } = await simulate(seed, database);
        if (failure !== undefined) {
          failures.push(`${failure} (to see it: npm run simulate -- --seed ${seed})`);
        }
      }
      assert.deepEqual(failures, []);
    });
  }
});
