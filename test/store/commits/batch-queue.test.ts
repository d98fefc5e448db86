import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BatchQueue } from '../../../src/store/commits/batch-queue.ts';
import { StoreError } from '../../../src/store/index.ts';

interface Tried {
  readonly queue: BatchQueue<number, string>;
  /** The batches that were run, in order. */
  readonly together: (readonly number[])[];
}

function queueWith(run: (items: readonly number[]) => Promise<void>): Tried {
  const together: (readonly number[])[] = [];
  const queue = new BatchQueue<number, string>({
    async run(items) {
      together.push(items);
      await run(items);
      return items.map((item) => `outcome of ${item}`);
    },
    nextTurn: () => nextTurn(),
  });
  return { queue, together };
}

const failures = (outcomes: readonly PromiseSettledResult<string>[]): readonly number[] =>
  outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));

describe('BatchQueue', () => {
  it('runs together what comes in one turn, and answers each item with its own outcome', async () => {
    const { queue, together } = queueWith(() => nextTurn());
    const outcomes = await Promise.all([1, 2, 3].map((item) => queue.add(item)));
    assert.deepEqual(outcomes, ['outcome of 1', 'outcome of 2', 'outcome of 3']);
    assert.deepEqual(together, [[1, 2, 3]]);
    await queue.add(4);
    assert.deepEqual(together.at(-1), [4]);
  });

  it('waits for further turns while each brings more items, until one statement is full', async () => {
    const { queue, together } = queueWith(() => nextTurn());
    const comeFor = async (turns: number): Promise<void> => {
      const coming: Promise<string>[] = [];
      for (let turn = 0; turn < turns; turn += 1) {
        coming.push(queue.add(turn), queue.add(turn));
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

  it('answers no caller before the batch is done', async () => {
    const done = Promise.withResolvers<void>();
    const { queue, together } = queueWith(() => done.promise);
    let answered = 0;
    const added = [1, 2].map(async (item) => {
      await queue.add(item);
      answered += 1;
    });
    while (together.length === 0) await nextTurn();
    await nextTurn();
    assert.equal(answered, 0);
    done.resolve();
    await Promise.all(added);
    assert.equal(answered, 2);
  });

  it('takes no more than one statement can hold, and answers every item', async () => {
    const { queue, together } = queueWith(() => nextTurn());
    const items = Array.from({ length: 1001 }, (_, index) => index);
    const outcomes = await Promise.all(items.map((item) => queue.add(item)));
    assert.equal(new Set(outcomes).size, 1001);
    assert(together.every(({ length }) => length <= 200));
  });

  it('lets an item that cannot be done fail alone', async () => {
    const { queue, together } = queueWith(async (items) => {
      if (items.includes(2)) throw new TypeError('no');
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => queue.add(item)));
    assert.deepEqual(failures(outcomes), [1]);
    assert.deepEqual(together, [[1, 2, 3], [1], [2], [3]]);
  });

  it('fails a whole batch if the database is unavailable, retries no item, and goes on', async () => {
    let isAway = true;
    const { queue, together } = queueWith(async () => {
      if (isAway) throw new StoreError('unavailable', 'no room');
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => queue.add(item)));
    assert.deepEqual(failures(outcomes), [0, 1, 2]);
    isAway = false;
    await queue.add(4);
    assert.deepEqual(together, [[1, 2, 3], [4]]);
  });
});
