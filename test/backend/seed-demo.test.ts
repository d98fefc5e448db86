import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addToken,
  createBackend,
  listCodes,
  seedDemo,
  changeCode,
} from '../../src/backend/index.ts';
import { errorTexts } from '../../src/upstream/promoholder/api.ts';
import { refusalReason } from '../../src/upstream/promoholder/window.ts';
import { collect } from '../support/collect.ts';
import { testStore } from '../support/store/test-store.ts';

const now = Date.parse('2026-12-31T23:59:59Z');

describe('seedDemo()', () => {
  it('seeds a code for each verdict', async () => {
    const store = await testStore();
    await seedDemo(store, now);
    const reasons = (await collect(listCodes(store))).map((code) => [
      code.code,
      code.limit,
      refusalReason(
        { ...code, usesLeft: code.limit, startsAt: code.starts, endsAt: code.ends },
        now,
      ),
    ]);
    assert.deepEqual(reasons, [
      ['LASTYEAR', null, 'expired'],
      ['NEXTYEAR', null, 'not_started'],
      ['ONCE', 1, undefined],
      ['PAUSED', null, 'inactive'],
      ['WELCOME10', null, undefined],
    ]);
    const given = { store, secret: 's', secretKey: '768', products: [], now: () => now };
    const check = 'checkPromocode?token=demo-token&company=demo-company&code=ONCE';
    const replyOf = async (isDemo?: boolean): Promise<unknown> => {
      const fetch = createBackend({ ...given, isDemo });
      return (await fetch(new Request(`http://localhost/api/${check}`))).json();
    };
    const refused = { type: 'error', msg: errorTexts.tokenInvalid };
    assert.deepEqual(await replyOf(), refused, 'a shop that was a demo once');
    assert.deepEqual(await replyOf(true), { type: 'success', msg: true, reason: null });
  });

  it('seeds once: what the owner changed stays', async () => {
    const store = await testStore();
    await addToken(store, { name: 'demo', now });
    await seedDemo(store, now);
    await changeCode(store, { code: 'WELCOME10', active: false });
    await Promise.all([seedDemo(store, now), seedDemo(store, now)]);
    const codes = await collect(listCodes(store));
    assert.equal(codes.length, 5);
    assert.equal(codes.find(({ code }) => code === 'WELCOME10')?.active, false);
  });
});
