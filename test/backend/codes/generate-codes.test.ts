import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  addCode,
  generateCodes,
  type GenerateCodesOptions,
  listCodes,
} from '../../../src/backend/index.ts';
import type { Store } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import { backendFixture } from '../../support/vendors/backend-fixture.ts';

let store: Store;
async function setUp(): Promise<void> {
  ({ store } = await backendFixture());
}
const generate = (changes: Partial<GenerateCodesOptions>) =>
  generateCodes(store, { company: 'acme', count: 1, now: 0, ...changes });

describe('generateCodes()', () => {
  beforeEach(setUp);

  it('makes that many different codes of the pattern, with the same terms', async () => {
    const codes = await generate({ count: 1200, pattern: 'SPRING_#-##', limit: 1 });
    assert.equal(new Set(codes).size, 1200);
    for (const code of codes) assert.match(code, /^SPRING_[2-9A-HJKMNP-Z]-[2-9A-HJKMNP-Z]{2}$/);
    const listed = await collect(listCodes(store));
    assert.deepEqual(new Set(listed.map(({ code }) => code)), new Set(codes));
    assert.ok(listed.every(({ limit }) => limit === 1));
  });

  it('makes every code that a pattern has, and not one more', async () => {
    await addCode(store, { company: 'acme', code: 'a2', now: 0 });
    // Does not count for the pattern: 0 is never drawn.
    await addCode(store, { company: 'acme', code: 'A0', now: 0 });
    await assert.rejects(generate({ count: 31, pattern: 'A#' }), {
      failure: 'invalid',
      message: /"A#" has 30 left, 31 are wanted/,
    });
    assert.equal((await generate({ count: 30, pattern: 'A#' })).length, 30);
    await assert.rejects(generate({ pattern: 'A#' }), { failure: 'invalid' });
  });

  it('takes %, _ and \\ in a pattern literally', async () => {
    await addCode(store, { company: 'acme', code: '%_\\2', now: 0 });
    await assert.rejects(generate({ count: 31, pattern: '%_\\#' }), { failure: 'invalid' });
    assert.equal((await generate({ count: 30, pattern: '%_\\#' })).length, 30);
  });

  it('refuses counts, patterns and companies that make no sense', async () => {
    for (const count of [0, -1, 1.5, 1_000_001]) {
      await assert.rejects(generate({ count }), { failure: 'invalid' });
    }
    await assert.rejects(generate({ pattern: '#'.repeat(65) }), { failure: 'invalid' });
    await assert.rejects(generate({ pattern: '' }), { failure: 'invalid' });
    await assert.rejects(generate({ company: 'other' }), { failure: 'unknown' });
    await assert.rejects(generate({ limit: -1 }), { failure: 'invalid' });
  });
});
