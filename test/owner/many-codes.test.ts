import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCompany, importCodes } from '../../src/backend/index.ts';
import type { ChangedOwnerCodes, OwnerCodePage } from '../../src/contract/owner/codes.ts';
import type { OwnerAuditPage } from '../../src/contract/owner/session.ts';
import { createOwnerStage, type OwnerStage, sendLead } from './owner-stage.ts';

const company = 'demo-company';

function change(stage: OwnerStage, codes: unknown, rest: object = {}): Promise<Response> {
  return stage.call('POST', '/codes/activity', { company, codes, active: false, ...rest });
}

async function active(stage: OwnerStage): Promise<readonly string[]> {
  const reply = await stage.call('GET', `/codes?company=${company}`);
  const { codes } = (await reply.json()) as OwnerCodePage;
  return codes.filter((each) => each.active).map(({ code }) => code);
}

async function written(stage: OwnerStage): Promise<readonly unknown[]> {
  const { entries } = (await (await stage.call('GET', '/audit')).json()) as OwnerAuditPage;
  return entries.map(({ action, subject, outcome }) => [action, subject, outcome]);
}

describe('POST /v1/owner/codes/activity', () => {
  it('pauses many codes and activates them, and audits each once', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'first-lead', { promo_code: 'ONCE' });
    const reply = await change(stage, ['welcome10', 'ONCE', 'PAUSED']);
    assert.equal(reply.status, 200);
    const { codes, changed } = (await reply.json()) as ChangedOwnerCodes;
    assert.equal(changed, 2);
    assert.deepEqual(codes.map(({ code, state, held }) => `${code} ${state} ${held}`).toSorted(), [
      'ONCE inactive 1',
      'PAUSED inactive 0',
      'WELCOME10 inactive 0',
    ]);
    assert.deepEqual(await active(stage), ['LASTYEAR', 'NEXTYEAR']);
    await change(stage, ['PAUSED', 'WELCOME10'], { active: true });
    assert.deepEqual(await active(stage), ['LASTYEAR', 'NEXTYEAR', 'PAUSED', 'WELCOME10']);
    stage.now += 60_000;
    const verdict = await stage.post('/v1/promo-codes/validate', { code: 'PAUSED' });
    assert.equal(((await verdict.json()) as { status: string }).status, 'valid');
    assert.deepEqual(await written(stage), [
      ['codes.activate', `${company}: 2 (PAUSED, WELCOME10)`, null],
      ['codes.pause', `${company}: 3 (welcome10, ONCE, PAUSED)`, null],
    ]);
  });

  it('changes none if one does not exist, and says which', async () => {
    const stage = await createOwnerStage();
    await addCompany(stage.store, { id: 'other', title: 'Other', now: 0 });
    await importCodes(stage.store, { company: 'other', rows: [{ code: 'THEIRS' }], now: 0 });
    const before = await active(stage);
    const refused = await change(stage, ['ONCE', 'NONE', 'THEIRS']);
    assert.equal(refused.status, 404);
    const { detail } = (await refused.json()) as { readonly detail: string };
    assert.equal(
      detail,
      'Cannot find 2 of the promo codes, and none was changed: "NONE", "THEIRS".',
    );
    assert.deepEqual(await active(stage), before);
    assert.equal((await change(stage, ['ONCE'], { company: 'nobody' })).status, 404);
    const subject = `${company}: 3 (ONCE, NONE, THEIRS)`;
    assert.deepEqual((await written(stage)).at(-1), ['codes.pause', subject, 'refused']);
  });

  it('accepts a thousand codes, and names the first in the audit', async () => {
    const stage = await createOwnerStage();
    // As long as a code may be, of four-byte characters.
    const codes = Array.from({ length: 1000 }, (_, i) => '𝼀'.repeat(60) + String(1000 + i));
    await importCodes(stage.store, { company, rows: codes.map((code) => ({ code })), now: 0 });
    const reply = await change(stage, codes);
    assert.equal(reply.status, 200);
    assert.equal(((await reply.json()) as ChangedOwnerCodes).codes.length, 1000);
    const [entry] = await written(stage);
    const subject = `${company}: 1000 (${codes.slice(0, 10).join(', ')}, …)`;
    assert.deepEqual(entry, ['codes.pause', subject, null]);
    assert.equal((await change(stage, [...codes, 'ONCE'])).status, 422);
  });

  it('refuses what is not a list of codes', async () => {
    const stage = await createOwnerStage();
    for (const codes of [[], undefined, 'ONCE', [1], ['a\0b'], ['a'.repeat(256)]]) {
      assert.equal((await change(stage, codes)).status, 422, JSON.stringify(codes));
    }
    assert.equal((await change(stage, ['ONCE'], { active: undefined })).status, 422);
    assert.equal((await change(stage, ['ONCE'], { limit: 1 })).status, 400);
    assert.deepEqual(await written(stage), []);
  });
});
