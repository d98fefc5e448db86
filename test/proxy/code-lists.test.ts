import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CodeLists } from '../../src/proxy/code-lists.ts';
import type { Log } from '../../src/proxy/index.ts';
import type { PromoCode, PromoCodeUpstream } from '../../src/upstream/ports.ts';

const silent = (): void => {};
const log: Log = { info: silent, warn: silent, error: silent };

/** A vendor with so many codes; how often its list was asked for, and a clock. */
function vendorWith(size: number): {
  readonly calls: { lists: number };
  readonly clock: { now: number };
  readonly lists: CodeLists;
} {
  const rest = { usesLeft: null, timezone: 'UTC', startsAt: null, endsAt: null, active: true };
  const codes = Array.from({ length: size }, (_, n): PromoCode => ({ code: `C-${n}`, ...rest }));
  const calls = { lists: 0 };
  const clock = { now: 1e12 };
  const upstream: PromoCodeUpstream = {
    companies: async () => [
      { id: 'shop', title: 'Shop', codes: { all: size, active: size, inactive: 0 } },
    ],
    async list() {
      calls.lists += 1;
      return codes;
    },
    redeem: () => Promise.reject(new Error('not asked here')),
  };
  const lists = new CodeLists({ upstream, now: () => clock.now, log, freshMs: 1000 });
  return { calls, clock, lists };
}

describe('CodeLists.find()', () => {
  it('asks for a list again when it is old, and sooner for a code that it lacks', async () => {
    const { calls, clock, lists } = vendorWith(10);
    await lists.find('shop', 'C-1');
    clock.now += 1001;
    assert.equal(await lists.find('shop', 'NONE'), undefined);
    assert.equal(calls.lists, 2);
  });

  it('asks for a long list less often, for it takes its time to be read', async () => {
    const { calls, clock, lists } = vendorWith(30_000);
    await lists.find('shop', 'C-1');
    clock.now += 2999;
    await lists.find('shop', 'C-1');
    await lists.find('shop', 'NONE');
    assert.equal(calls.lists, 1);
    clock.now += 2;
    await lists.find('shop', 'C-1');
    assert.equal(calls.lists, 2);
  });
});
