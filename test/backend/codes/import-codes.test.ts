import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { addCode, importCodes, listCodes, type NewCode } from '../../../src/backend/index.ts';
import type { Store } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import { backendFixture } from '../../support/vendors/backend-fixture.ts';

let store: Store;
async function setUp(): Promise<void> {
  ({ store } = await backendFixture());
}
const target = { company: 'acme', now: 0 };

async function* numbered(count: number): AsyncGenerator<NewCode> {
  for (let i = 0; i < count; i += 1) yield { code: `C-${i}`, limit: i };
}

describe('importCodes()', () => {
  beforeEach(setUp);

  it('adds all rows, also from a stream', async () => {
    const progress: number[] = [];
    const result = await importCodes(store, {
      ...target,
      rows: numbered(1234),
      onProgress: (added) => progress.push(added),
    });
    assert.deepEqual(result, { added: 1234, thereAlready: 0, problems: [] });
    assert.deepEqual(progress, [500, 1000, 1234]);
    assert.equal((await collect(listCodes(store))).length, 1234);
  });

  it('completes an interrupted import, and changes no code that exists', async () => {
    const cutOff = (): never => {
      throw new Error('cut off');
    };
    const first = importCodes(store, { ...target, rows: numbered(1234), onProgress: cutOff });
    await assert.rejects(first, /cut off/);
    assert.equal((await collect(listCodes(store))).length, 500);
    await store
      .updateTable('promo_codes')
      .set({ uses_left: 3 })
      .where('code', '=', 'C-4')
      .execute();
    const again = await importCodes(store, { ...target, now: 1, rows: numbered(1234) });
    assert.deepEqual(again, { added: 734, thereAlready: 500, problems: [] });
    const codes = await collect(listCodes(store));
    assert.equal(codes.find(({ code }) => code === 'C-4')?.limit, 3, 'one use was taken');
    assert.equal(codes.length, 1234);
    for (const other of [
      { limit: 2 },
      {},
      { limit: 4, active: false },
      { limit: 4, ends: '2030-01-01' },
    ]) {
      const { problems } = await importCodes(store, {
        ...target,
        rows: [{ code: 'C-4', ...other }],
      });
      assert.deepEqual(problems, [{ row: 1, code: 'C-4', problem: 'it exists' }]);
    }
  });

  it('counts codes that another import has just written as existing', async () => {
    const rows = [{ code: 'A' }, { code: 'B' }];
    let isFirst = true;
    const pause = async (): Promise<void> => {
      if (!isFirst) return;
      isFirst = false;
      await importCodes(store, { ...target, rows: [{ code: 'A' }] });
    };
    const result = await importCodes(store, { ...target, rows, pause });
    assert.deepEqual(result, { added: 1, thereAlready: 1, problems: [] });
  });

  it('reports every problem, and writes nothing', async () => {
    await addCode(store, { ...target, code: 'KNOWN' });
    const { added, problems } = await importCodes(store, {
      ...target,
      rows: [
        { code: 'FINE' },
        { code: 'fine' },
        { code: 'known' },
        { code: '' },
        { code: 'ZONE', timezone: 'Mars/Base' },
        { code: 'DATE', ends: '2026-02-30' },
      ],
    });
    assert.equal(added, 0);
    assert.deepEqual(
      problems.map(({ row }) => row),
      [2, 3, 4, 5, 6],
    );
    assert.deepEqual(problems[0], { row: 2, code: 'fine', sameAs: 1 });
    assert.deepEqual(
      (await collect(listCodes(store))).map(({ code }) => code),
      ['KNOWN'],
    );
  });

  it('reports a code that occurs twice, whatever else is wrong with its rows', async () => {
    await addCode(store, { ...target, code: 'TAKEN', limit: 1 });
    const { problems } = await importCodes(store, {
      ...target,
      rows: [
        { code: 'TWICE', timezone: 'Mars/Base' },
        { code: 'twice' },
        { code: ' Twice', limit: -1 },
        { code: 'TAKEN', limit: -1 },
        { code: 'taken', limit: 7 },
        { code: '' },
        { code: '' },
      ],
    });
    assert.deepEqual(
      problems.map((each) => [each.row, 'sameAs' in each ? each.sameAs : each.problem]),
      [
        [
          1,
          'Cannot add promo code: unknown time zone "Mars/Base" (such as Europe/Moscow, Asia/Jakarta)',
        ],
        [2, 1],
        [3, 1],
        [3, 'Cannot add promo code: a limit is a whole number, 0 or more'],
        [4, 'Cannot add promo code: a limit is a whole number, 0 or more'],
        [5, 4],
        [5, 'it exists'],
        [6, 'Cannot add promo code: a code has 1 to 64 printable characters'],
        [7, 'Cannot add promo code: a code has 1 to 64 printable characters'],
      ],
    );
  });

  it('writes nothing in a dry run, nor for an unknown company', async () => {
    const rows = [{ code: 'A' }];
    const dry = await importCodes(store, { ...target, rows, dryRun: true });
    assert.deepEqual(dry, { added: 0, thereAlready: 0, problems: [] });
    await assert.rejects(importCodes(store, { rows, company: 'x', now: 0 }), {
      failure: 'unknown',
    });
    assert.deepEqual(await collect(listCodes(store)), []);
  });
});
