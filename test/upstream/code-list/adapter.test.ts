import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createLedger } from '../../../src/backend/index.ts';
import type { Store } from '../../../src/store/index.ts';
import { codeList } from '../../../src/upstream/code-list/adapter.ts';
import type { PromoCode, PromoCodeUpstream } from '../../../src/upstream/ports.ts';
import { testStore } from '../../support/store/test-store.ts';
import { testPromoCodes } from '../../support/vendors/upstream-conformance.ts';

const now = (): number => Date.parse('2026-06-15T12:00:00Z');
const { signal } = new AbortController();

function listed(code: string, fields: Partial<PromoCode> = {}): PromoCode {
  const window = { timezone: 'UTC', startsAt: null, endsAt: null };
  return { code, usesLeft: null, ...window, active: true, ...fields };
}

const codes = {
  unlimited: 'SPRING',
  once: 'ONCE',
  usedUp: 'GONE',
  expired: 'LAST',
  notStarted: 'NEXT',
  inactive: 'PAUSED',
};

describe('codeList()', () => {
  let store: Store;
  let promoCodes: PromoCodeUpstream;
  let loaded: PromoCode[] = [];
  before(async () => {
    store = await testStore();
    loaded = [
      listed(codes.unlimited, { endsAt: '2026-06-15 23:59:59' }),
      listed(codes.once, { usesLeft: 1 }),
      listed(codes.usedUp, { usesLeft: 0 }),
      listed(codes.expired, { endsAt: '2026-06-15 11:59:58' }),
      listed(codes.notStarted, { startsAt: '2026-06-15 12:00:01' }),
      listed(codes.inactive, { active: false }),
    ];
    const ledger = createLedger(store, now);
    promoCodes = codeList({ company: 'shop', load: async () => loaded, ledger, now });
  });
  after(() => store.destroy());

  testPromoCodes(() => ({ promoCodes, company: 'shop', codes, now }));

  it('lists what is left of a limit, and adopts a higher one', async () => {
    const left = async (): Promise<unknown> => {
      const found = Array.from(await promoCodes.list('shop', signal));
      return found.find(({ code }) => code === 'TEN')?.usesLeft;
    };
    loaded.push(listed('TEN', { usesLeft: 10 }));
    await promoCodes.redeem({ company: 'shop', code: 'ten' }, signal);
    assert.equal(await left(), 9);
    loaded[loaded.length - 1] = listed('TEN', { usesLeft: 12 });
    assert.equal(await left(), 11);
  });

  it('gives no more uses than there are, however many calls come at once', async () => {
    loaded.push(listed('FIVE', { usesLeft: 5 }));
    const request = { company: 'shop', code: 'FIVE' };
    const asked = Array.from({ length: 12 }, () => promoCodes.redeem(request, signal));
    const verdicts = await Promise.all(asked);
    assert.equal(verdicts.filter(({ status }) => status === 'redeemed').length, 5);
  });

  it('has nothing of another company', async () => {
    assert.deepEqual(await promoCodes.list('other', signal), []);
  });
});
