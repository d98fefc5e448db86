import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCode, demoCompany } from '../../src/backend/index.ts';
import { createStage, goodLead, type Stage, withKey } from '../support/proxy/proxy-stage.ts';
import { check } from '../support/proxy/vendor-calls.ts';
import { assertRefused } from './refusal.ts';

const validate = '/v1/promo-codes/validate';

/** Codes that are not on the list, however similar they look. */
const unknown: readonly string[] = [
  // A Cyrillic letter, the Kelvin sign, the Turkish dotless i.
  'WЕLCOME10',
  'ONCEK',
  'wıth',
  'ONCE%00',
  '%4FNCE',
  'ONCE&token=x&company=9',
  '*',
  '%',
  '_',
  '%ONCE%',
  'ONC_',
  '.*',
  '^.*$',
  '{"$ne":null}',
  '(a+)+$',
  "' OR '1'='1",
  'ECNO\u202e',
  'ON CE',
  'x'.repeat(64),
  'x'.repeat(65),
  'x'.repeat(255),
  '__proto__',
  'constructor',
  'toString',
  'a'.repeat(50),
  `x${'\u0301\u0323'.repeat(100)}`,
];

/** Spellings of codes that are on the list. */
const known: readonly string[] = [
  ' ONCE ',
  'once',
  'ON\u200bCE',
  'ON\u00adCE',
  '\u202eONCE',
  'ＯＮＣＥ',
  'ONCE\ufeff',
  '\u2066ONCE\u2069',
];

async function verdictOf(stage: Stage, body: object): Promise<unknown> {
  const reply = await stage.post(validate, body);
  assert.equal(reply.status, 200, JSON.stringify(body));
  return reply.json();
}

describe('a promo code that somebody typed', () => {
  it('is unknown unless it is on the list, and a check uses nothing up', async () => {
    const stage = await createStage();
    for (const code of unknown) {
      assert.deepEqual(
        await verdictOf(stage, { code }),
        { status: 'invalid', reason: 'unknown' },
        JSON.stringify(code),
      );
    }
    for (const code of known) {
      assert.deepEqual(await verdictOf(stage, { code }), { status: 'valid', code: 'ONCE' }, code);
    }
    assert.ok(!stage.calls.includes(check));
  });

  it('gets the same answer for an unknown company as an unknown code for a known one', async () => {
    const stage = await createStage();
    for (const company of [
      'another',
      '__proto__',
      'constructor',
      '..',
      demoCompany.toUpperCase(),
    ]) {
      assert.deepEqual(
        await verdictOf(stage, { code: 'ONCE', company }),
        await verdictOf(stage, { code: 'NO-SUCH-CODE' }),
        company,
      );
    }
  });

  it('is refused without a call to the vendor if it is not a text, or empty', async () => {
    const stage = await createStage();
    const codes: unknown[] = ['', ' ', '\u200b', null, 10, 0, -1, ['ONCE'], { $ne: null }];
    codes.push('A\r\nHost: x', 'ONCE\u0000', '\ud800');
    for (const path of [validate, '/v1/promo-codes/redeem']) {
      for (const code of [...codes, 'x'.repeat(256)]) {
        const reply = await stage.post(path, { code }, withKey('a-bad-code'));
        await assertRefused(stage, reply, [422, 'invalid-fields'], JSON.stringify(code));
      }
      const infinite = await stage.post(path, '{"code":1e400}', withKey('a-bad-code'));
      await assertRefused(stage, infinite, [422, 'invalid-fields'], '1e400');
      for (const more of [{ token: 'x' }, { upstream: 'http://x' }, { limit: 100_000 }]) {
        const reply = await stage.post(path, { code: 'ONCE', ...more }, withKey('a-bad-code'));
        await assertRefused(stage, reply, [400, 'invalid-body'], JSON.stringify(more));
      }
    }
  });

  it('never makes a lead fail, whatever characters it has, but is unknown', async () => {
    const stage = await createStage();
    const odd = [
      '\0',
      '\u0007',
      '\u001b[31m',
      '\n',
      '\u2028',
      '\ud800',
      '\udc00',
      '\uffff',
      '\ue000',
    ];
    for (const [index, text] of odd.entries()) {
      const lead = { ...goodLead, phone: `6281234567${index}0`, promo_code: `ON${text}CE` };
      const reply = await stage.post('/v1/leads', lead, withKey(`a-code-with-${index}`));
      assert.equal(reply.status, 202, JSON.stringify(text));
      const { promo_code } = (await reply.json()) as { readonly promo_code: unknown };
      assert.deepEqual(promo_code, { status: 'invalid', reason: 'unknown' });
    }
  });

  it('is sent to the vendor as it is on the list, each value properly encoded', async () => {
    const stage = await createStage();
    const code = 'A&token=x+%20=é';
    const asked: URLSearchParams[] = [];
    stage.faults.set(check, (request, answer) => {
      asked.push(new URL(request.url).searchParams);
      return answer(request);
    });
    await addCode(stage.store, { company: demoCompany, code, limit: 1, now: stage.now });
    const reply = await stage.post(
      '/v1/promo-codes/redeem',
      { code: code.toLowerCase() },
      withKey('one-redemption'),
    );
    assert.deepEqual(await reply.json(), { status: 'redeemed', code });
    assert.deepEqual(
      asked.map((query) => query.getAll('code')),
      [[code]],
    );
    assert.deepEqual(
      asked.map((query) => query.getAll('company')),
      [[demoCompany]],
    );
    assert.deepEqual(
      asked.map((query) => query.getAll('token').length),
      [1],
    );
  });
});
