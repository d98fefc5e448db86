import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  addCode,
  addCompany,
  BackendError,
  importCodes,
  listCodes,
  setCodesActive,
} from '../../../src/backend/index.ts';
import type { Store } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import { backendFixture } from '../../support/vendors/backend-fixture.ts';

let store: Store;
async function setUp(): Promise<void> {
  ({ store } = await backendFixture());
  await addCompany(store, { id: 'other', title: 'Other', now: 0 });
}
const add = (code: string, company = 'acme'): Promise<object> =>
  addCode(store, { company, code, now: 0 });
const active = async (): Promise<readonly string[]> =>
  (await collect(listCodes(store)))
    .filter((code) => code.active)
    .map(({ company, code }) => `${company}/${code}`);
const named = (...codes: string[]): readonly { readonly code: string }[] =>
  codes.map((code) => ({ code }));

describe('setCodesActive()', () => {
  beforeEach(setUp);

  it('pauses codes in any spelling, and activates them again', async () => {
    for (const code of ['Spring-10', 'SUMMER', 'WINTER']) await add(code);
    const codes = named(' spring–10', 'Summer', 'SUMMER');
    assert.deepEqual(await setCodesActive(store, { codes, active: false }), {
      codes: 2,
      changed: 2,
      problems: [],
    });
    assert.deepEqual(await active(), ['acme/WINTER']);
    const all = named('SUMMER', 'WINTER');
    const { codes: count, changed } = await setCodesActive(store, { codes: all, active: true });
    assert.deepEqual([count, changed], [2, 1], 'one was active');
    assert.deepEqual(await active(), ['acme/SUMMER', 'acme/WINTER']);
  });

  it('changes no code if one does not exist, and says which', async () => {
    await add('SPRING');
    const codes = named('SPRING', 'nope', 'SPR_NG', '\u0000', '');
    const problem = 'there is no such promo code';
    assert.deepEqual(await setCodesActive(store, { codes, active: false }), {
      codes: 1,
      changed: 0,
      problems: ['nope', 'SPR_NG', '\u0000', ''].map((code, i) => ({
        index: i + 1,
        code,
        problem,
      })),
    });
    assert.deepEqual(await active(), ['acme/SPRING']);
  });

  it('needs the company of a code only if several have it', async () => {
    await add('SPRING');
    await add('SPRING', 'other');
    const { problems } = await setCodesActive(store, { codes: named('SPRING'), active: false });
    assert.deepEqual(problems, [
      { index: 0, code: 'SPRING', problem: 'several companies have it: name the company' },
    ]);
    const codes = [{ code: 'spring', company: 'other' }];
    assert.equal((await setCodesActive(store, { codes, active: false })).changed, 1);
    assert.deepEqual(await active(), ['acme/SPRING']);
    const nobodys = [{ code: 'spring', company: 'nobody' }];
    await assert.rejects(
      setCodesActive(store, { codes: nobodys, active: false }),
      (error) => error instanceof BackendError && error.failure === 'unknown',
    );
  });

  it('changes thousands, and lets other requests in between', async () => {
    const codes = Array.from({ length: 1203 }, (_, i) => ({ code: `GIFT-${i}` }));
    await importCodes(store, { company: 'acme', rows: codes, now: 0 });
    const progress: number[] = [];
    let pauses = 0;
    const result = await setCodesActive(store, {
      codes,
      active: false,
      onProgress: (count) => progress.push(count),
      pause: async () => void (pauses += 1),
    });
    assert.deepEqual(result, { codes: 1203, changed: 1203, problems: [] });
    assert.deepEqual([progress, pauses], [[500, 1000, 1203], 6]);
    assert.deepEqual(await active(), []);
  });

  it('does nothing if no code is named, or there is no company', async () => {
    const none = { codes: 0, changed: 0, problems: [] };
    assert.deepEqual(await setCodesActive(store, { codes: [], active: true }), none);
    await store.deleteFrom('companies').execute();
    const { problems } = await setCodesActive(store, { codes: named('X'), active: true });
    assert.equal(problems.length, 1);
  });
});
