import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { from, limitedStage, statuses } from '../../support/proxy/guessing.ts';
import { withKey } from '../../support/proxy/proxy-stage.ts';
import { check } from '../../support/proxy/vendor-calls.ts';

describe('POST /v1/promo-codes/redeem, by guessing', () => {
  it('answers no more wrong ones that come at once than the limit, also when they come again', async () => {
    const stage = await limitedStage();
    const redeem = (code: string, host: number): Promise<Response> =>
      from(`203.0.113.${host}`, stage).post(
        '/v1/promo-codes/redeem',
        { code },
        withKey(`key-of-${host}`),
      );
    assert.equal((await redeem('WELCOME10', 200)).status, 200);
    const all = async (): Promise<readonly number[]> => {
      const replies = Array.from({ length: 80 }, (_, host) => redeem(`NO-${host}`, host));
      return (await Promise.all(replies)).map(({ status }) => status);
    };
    assert.equal((await all()).filter((status) => status === 200).length, 50);
    assert.deepEqual([...new Set(await all())], [403]);
    const again = await redeem('WELCOME10', 200);
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [200, 'true']);
  });

  it('lets nobody wait for the vendor’s answer to another visitor behind the address', async () => {
    const stage = await limitedStage();
    const all = Promise.withResolvers<void>();
    let asked = 0;
    stage.faults.set(check, async (request, answer) => {
      asked += 1;
      // Where one waits for another, this never comes.
      if (asked === 5) all.resolve();
      await all.promise;
      return answer(request);
    });
    const replies = Array.from({ length: 5 }, (_, i) =>
      stage.post('/v1/promo-codes/redeem', { code: 'WELCOME10' }, withKey(`at-once-${i}`)),
    );
    assert.deepEqual([...new Set((await Promise.all(replies)).map(({ status }) => status))], [200]);
  });

  it('counts keys that had no verdict while the vendor was away', async () => {
    const stage = await limitedStage();
    for (const path of ['/api/getCompanies', check]) {
      stage.faults.set(path, async () => new Response('', { status: 429 }));
    }
    const redeem = (code: string): Promise<Response> =>
      stage.post('/v1/promo-codes/redeem', { code }, withKey(`key-of-${code}`));
    assert.deepEqual(await statuses(15, redeem), [[503, 15]]);
    stage.faults.clear();
    stage.now += 60_000;
    assert.deepEqual(await statuses(15, redeem), [
      [200, 10],
      [403, 5],
    ]);
  });

  it('stores and sends nothing of what it refuses, and repeats what it answered', async () => {
    const stage = await limitedStage();
    const redeem = (code: string, key: string): Promise<Response> =>
      stage.post('/v1/promo-codes/redeem', { code }, withKey(key));
    assert.equal((await redeem('WELCOME10', 'the-first-key')).status, 200);
    for (let i = 0; i < 10; i += 1) await redeem(`NO-${i}`, `wrong-key-${i}`);
    const calls = stage.calls.length;
    assert.equal((await redeem('ONCE', 'another-key')).status, 403);
    assert.equal(stage.calls.length, calls);
    const keys = await stage.store.selectFrom('idempotency_keys').select('key_hash').execute();
    assert.equal(keys.length, 11);
    const again = await redeem('WELCOME10', 'the-first-key');
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [200, 'true']);
  });
});
