import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createOwnerStage,
  type OwnerStage,
  type OwnerStageOptions,
  sendLead,
} from './owner-stage.ts';

/** An owner's API with one postback that was given up, and one of another lead that was sent. */
async function afterThreeDays(options: OwnerStageOptions): Promise<OwnerStage> {
  const stage = await createOwnerStage(options);
  const refs = [
    await sendLead(stage, 'one-lead'),
    await sendLead(stage, 'other-lead', { phone: '62899999999' }),
  ];
  for (const [index, ref] of refs.entries()) {
    await stage.store
      .insertInto('postbacks')
      .values({
        lead_ref: ref,
        state: 'delivered',
        created_at: stage.now + index,
        attempts: 12,
        due_at: null,
        outcome: index === 0 ? 'given_up' : 'sent',
        detail: index === 0 ? 'The tracker answered 503' : null,
        updated_at: stage.now,
        tried_since: null,
      })
      .execute();
  }
  return stage;
}

async function givenUp(stage: OwnerStage): Promise<number> {
  const reply = await stage.call('GET', '/overview');
  const { waiting } = (await reply.json()) as { readonly waiting: { readonly postbacks: number } };
  return waiting.postbacks;
}

/** The outcomes of the one that was given up and of the other. */
async function outcomes(stage: OwnerStage): Promise<readonly (string | null)[]> {
  const rows = await stage.store
    .selectFrom('postbacks')
    .select('outcome')
    .orderBy('created_at')
    .execute();
  return rows.map(({ outcome }) => outcome);
}

describe('Postbacks that were given up', () => {
  it('are counted in the overview, and only they are sent once more', async () => {
    const stage = await afterThreeDays({ postbacks: { delivered: 'lead' } });
    assert.equal(await givenUp(stage), 1);
    const reply = await stage.call('POST', '/postbacks/retry');
    assert.deepEqual([reply.status, await reply.json()], [200, { count: 1 }]);
    assert.deepEqual(await outcomes(stage), [null, 'sent']);
    assert.equal(await givenUp(stage), 0);
    assert.deepEqual(await (await stage.call('POST', '/postbacks/retry')).json(), { count: 0 });
  });

  it('are dismissed, and no longer counted', async () => {
    const stage = await afterThreeDays({});
    const reply = await stage.call('POST', '/postbacks/dismiss');
    assert.deepEqual([reply.status, await reply.json()], [200, { count: 1 }]);
    assert.deepEqual(await outcomes(stage), ['skipped', 'sent']);
    assert.equal(await givenUp(stage), 0);
  });

  it('stay as they are without a tracker', async () => {
    const stage = await afterThreeDays({});
    const reply = await stage.call('POST', '/postbacks/retry');
    assert.equal(reply.status, 409);
    assert.match(await reply.text(), /Set PROMO_LEAD_POSTBACK_URL/);
    assert.equal(await givenUp(stage), 1);
  });
});
