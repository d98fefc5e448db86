import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Rates } from '../../../src/proxy/limits/rates.ts';
import { testStore } from '../../support/store/test-store.ts';
import { twoStores } from '../../support/store/two-stores.ts';

const rate = { burst: 10, intervalMs: 1000 };

describe('Rates', () => {
  it('have room for as many as fit of those that come at once, from several servers', async () => {
    const servers = (await twoStores()).map((store) => new Rates(store));
    const counted = await Promise.all(
      Array.from({ length: 20 }, () => servers.map((rates) => rates.count('key', rate, 0))).flat(),
    );
    assert.equal(counted.filter(Boolean).length, 10);
    const [rates] = servers;
    const backlogs = await rates?.backlogs(['key', 'another key'], 1);
    assert.deepEqual(backlogs, new Map([['key', 9999]]));
    assert.deepEqual(await rates?.backlogs(['key'], 10_000), new Map());
  });

  it('count the one with less room first, of those that are counted together', async () => {
    const rates = new Rates(await testStore());
    const more = { key: 'key', number: 1, backlogMsMax: 1e12, rate };
    const less = { ...more, rate: { ...rate, burst: 1 } };
    assert.deepEqual(await rates.countAll([more, less], 0), [2000, 1000]);
  });
});
