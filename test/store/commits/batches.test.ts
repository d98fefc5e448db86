import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Batches } from '../../../src/store/commits/batches.ts';
import { StoreError } from '../../../src/store/index.ts';

interface Tried {
  readonly batches: Batches<number, string>;
  /** What was carried out together, in order. */
  readonly together: (readonly number[])[];
}

function batchesWith(run: (items: readonly number[]) => Promise<void>): Tried {
  const together: (readonly number[])[] = [];
  const batches = new Batches<number, string>({
    async run(items) {
      together.push(items);
      await run(items);
      return items.map((item) => `outcome of ${item}`);
    },
    nextTurn: () => nextTurn(),
  });
  return { batches, together };
}

const failures = (outcomes: readonly PromiseSettledResult<string>[]): readonly number[] =>
  outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));

describe('Batches', () => {
  it('carries out together what comes in one turn, and answers each with its own', async () => {
    const { batches, together } = batchesWith(() => nextTurn());
    const outcomes = await Promise.all([1, 2, 3].map((item) => batches.add(item)));
    assert.deepEqual(outcomes, ['outcome of 1', 'outcome of 2', 'outcome of 3']);
    assert.deepEqual(together, [[1, 2, 3]]);
    await batches.add(4);
    assert.deepEqual(together.at(-1), [4]);
  });

  it('waits for the next turn while each brings more, until one statement is full', async () => {
    const { batches, together } = batchesWith(() => nextTurn());
    const comeFor = async (turns: number): Promise<void> => {
      const coming: Promise<string>[] = [];
      for (let turn = 0; turn < turns; turn += 1) {
        coming.push(batches.add(turn), batches.add(turn));
        await nextTurn();
      }
      await Promise.all(coming);
    };
    await comeFor(10);
    assert.deepEqual(
      together.map(({ length }) => length),
      [20],
    );
    await comeFor(150);
    assert.equal(together[1]?.length, 200);
  });

  it('answers nobody before it is done', async () => {
    const done = Promise.withResolvers<void>();
    const { batches, together } = batchesWith(() => done.promise);
    let answered = 0;
    const added = [1, 2].map(async (item) => {
      await batches.add(item);
      answered += 1;
    });
    while (together.length === 0) await nextTurn();
    await nextTurn();
    assert.equal(answered, 0);
    done.resolve();
    await Promise.all(added);
    assert.equal(answered, 2);
  });

  it('takes no more than one statement can hold, and leaves nobody behind', async () => {
    const { batches, together } = batchesWith(() => nextTurn());
    const items = Array.from({ length: 1001 }, (_, index) => index);
    const outcomes = await Promise.all(items.map((item) => batches.add(item)));
    assert.equal(new Set(outcomes).size, 1001);
    assert(together.every(({ length }) => length <= 200));
  });

  it('lets one that cannot be carried out fail alone', async () => {
    const { batches, together } = batchesWith(async (items) => {
      if (items.includes(2)) throw new TypeError('no');
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => batches.add(item)));
    assert.deepEqual(failures(outcomes), [1]);
    assert.deepEqual(together, [[1, 2, 3], [1], [2], [3]]);
  });

  it('fails all of a batch where the database is away, tries none again, and goes on', async () => {
    let isAway = true;
    const { batches, together } = batchesWith(async () => {
      if (isAway) throw new StoreError('unavailable', 'no room');
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => batches.add(item)));
    assert.deepEqual(failures(outcomes), [0, 1, 2]);
    isAway = false;
    await batches.add(4);
    assert.deepEqual(together, [[1, 2, 3], [4]]);
  });
});
