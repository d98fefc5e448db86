import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDeliveries } from '../../../src/proxy/index.ts';
import { StoreError } from '../../../src/store/index.ts';
import { testStore } from '../../support/store/test-store.ts';

describe('Deliveries.wait()', () => {
  it('waits on while the database is away: the lead is stored', async () => {
    const store = await testStore();
    const looked = Promise.withResolvers<void>();
    const away = store.withPlugin({
      transformQuery() {
        looked.resolve();
        throw new StoreError('unavailable', 'it is away');
      },
      transformResult: async ({ result }) => result,
    });
    const deliveries = createDeliveries(away);
    const waiting = deliveries.wait('REF-1', new AbortController().signal);
    await looked.promise;
    const delivery = { state: 'delivered', contact_id: '1' } as const;
    deliveries.settled('REF-1', delivery);
    assert.deepEqual(await waiting, delivery);
  });
});
