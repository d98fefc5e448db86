import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attentionStates } from '../../../src/contract/lead-states.ts';
import { createDeliveries } from '../../../src/proxy/index.ts';
import { StoreError } from '../../../src/store/index.ts';
import { createStage, sendLead } from '../../support/proxy/proxy-stage.ts';
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

  it('tells each of several waiters, though the time of the first is up', async () => {
    const stage = await createStage();
    const ref = await sendLead(stage, 'a-lead-key', { first_name: 'Ana' });
    const deliveries = createDeliveries(stage.store);
    const patience = new AbortController();
    const { signal } = new AbortController();
    const waits = [patience.signal, signal].map((each) => deliveries.wait(ref, each));
    patience.abort();
    assert.equal(await waits[0], undefined);
    const delivery = { state: 'delivered', contact_id: '1' } as const;
    deliveries.settled(ref, delivery);
    assert.deepEqual(await waits[1], delivery);
  });

  it('tells each of them what another server did', async () => {
    const stage = await createStage();
    const ref = await sendLead(stage, 'a-lead-key', { first_name: 'Ana' });
    const deliveries = createDeliveries(stage.store);
    const patience = new AbortController();
    const { signal } = new AbortController();
    const first = deliveries.wait(ref, patience.signal);
    const second = deliveries.wait(ref, signal);
    patience.abort();
    assert.equal(await first, undefined);
    const delivery = { state: 'delivered', contact_id: '1' } as const;
    await stage.store.updateTable('leads').set(delivery).where('ref', '=', ref).execute();
    assert.deepEqual(await second, delivery);
  });

  it('does not wait for a lead that waits for a person', async () => {
    const stage = await createStage();
    const ref = await sendLead(stage, 'a-lead-key', { first_name: 'Ana' });
    const deliveries = createDeliveries(stage.store);
    const patience = new AbortController();
    for (const state of attentionStates) {
      const delivery = { state, contact_id: null };
      await stage.store.updateTable('leads').set(delivery).where('ref', '=', ref).execute();
      const waiting = deliveries.wait(ref, patience.signal);
      patience.abort();
      assert.deepEqual(await waiting, delivery);
    }
  });
});
