import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Rates } from '../../../src/proxy/limits/rates.ts';
import { twoStores } from '../../support/two-stores.ts';

const rate = { burst: 10, intervalMs: 1000 };

describe('Rates', () => {
  it('have room for as many as fit of those that come at once, from several servers', async () => {
    const servers = (await twoStores()).map((store) => new Rates(store));
    const counted = await Promise.all(
      Array.from({ length: 20 }, () => servers.map((rates) => rates.count('key', rate, 0))).flat(),
    );
    assert.equal(counted.filter(Boolean).length, 10);
    assert.equal(await servers[0]?.waitMs('key', rate, 0), 1000);
    assert.equal(await servers[0]?.waitMs('key', rate, 999), 1);
    assert.equal(await servers[0]?.waitMs('another key', rate, 0), 0);
  });
});
