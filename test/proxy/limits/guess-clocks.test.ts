import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { easyLimits as limits, working } from '../../support/proxy/flood.ts';
import { createStage, type Stage } from '../../support/proxy/proxy-stage.ts';

/** Asks as somebody behind the address, and does the work where it is asked for. */
function guess(stage: Stage, code: string, address = '203.0.113.5'): Promise<Response> {
  stage.remoteAddress = address;
  return working((headers) => stage.post('/v1/promo-codes/validate', { code }, headers));
}

describe('the limit of guesses at promo codes', () => {
  it('has nobody wait for a clock that was ahead and is set back', async () => {
    const stage = await createStage({ limits });
    const aheadMs = 7 * 60 * 60_000;
    stage.now += aheadMs;
    await guess(stage, 'NO');
    stage.now -= aheadMs;
    assert.equal((await guess(stage, 'WELCOME10')).status, 200);
    assert.equal((await guess(stage, 'WELCOME10', '203.0.113.6')).status, 200);
    const statuses: number[] = [];
    for (let i = 0; i < 31; i += 1) statuses.push((await guess(stage, `NO-${i}`)).status);
    assert.deepEqual(statuses, [...Array.from({ length: 30 }, () => 200), 429]);
  });

  it('holds too where the clock of another server is three seconds behind', async () => {
    const stage = await createStage({ limits });
    for (let i = 0; i < 30; i += 1) await guess(stage, `NO-${i}`);
    const other = await createStage({ limits, store: stage.store });
    other.now = stage.now - 3000;
    assert.equal((await guess(other, 'NONE')).status, 429);
  });
});
