import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { addCode, importCodes, listCodes, type NewCode } from '../../src/backend/index.ts';
import type { Store } from '../../src/store/index.ts';
import { backendFixture } from '../support/backend-fixture.ts';
import { collect } from '../support/collect.ts';

let store: Store;
beforeEach(async () => {
  ({ store } = await backendFixture());
});
const target = { company: 'acme', now: 0 };

async function* numbered(count: number): AsyncGenerator<NewCode> {
  for (let i = 0; i < count; i += 1) yield { code: `C-${i}`, limit: i };
}

describe('importCodes()', () => {
  it('adds all rows, of a stream too', async () => {
    const progress: number[] = [];
    const result = await importCodes(store, {
      ...target,
      rows: numbered(1234),
      onProgress: (added) => progress.push(added),
    });
    assert.deepEqual(result, { added: 1234, problems: [] });
    assert.deepEqual(progress, [500, 1000, 1234]);
    assert.equal((await collect(listCodes(store))).length, 1234);
  });

  it('tells every problem, and writes nothing', async () => {
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
    assert.equal(problems[0]?.problem, 'the same as row 1');
    assert.deepEqual(
      (await collect(listCodes(store))).map(({ code }) => code),
      ['KNOWN'],
    );
  });

  it('writes nothing in a dry run, nor for an unknown company', async () => {
    const rows = [{ code: 'A' }];
    const dry = await importCodes(store, { ...target, rows, dryRun: true });
    assert.deepEqual(dry, { added: 0, problems: [] });
    await assert.rejects(importCodes(store, { rows, company: 'x', now: 0 }), {
      failure: 'unknown',
    });
    assert.deepEqual(await collect(listCodes(store)), []);
  });
});
