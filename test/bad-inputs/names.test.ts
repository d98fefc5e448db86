import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { releaseLeads } from '../../src/proxy/index.ts';
import { createStage, goodLead, type Stage, withKey } from '../support/proxy/proxy-stage.ts';

/** What people and attackers type, and how it is stored. */
const kept: Readonly<Record<string, string>> = {
  'Ana\u200bMaria': 'AnaMaria',
  '\u2066Ana\u2069': 'Ana',
  'Jose\u0301': 'José',
  Ａｎａ: 'Ａｎａ',
  'ß ﬁ İ ı': 'ß ﬁ İ ı',
  "O'Connor": "O'Connor",
  'D’Angelo': 'D’Angelo',
  'X Æ A-12': 'X Æ A-12',
  a: 'a',
  '<img src=x onerror=alert(1)>': '<img src=x onerror=alert(1)>',
  'javascript:alert(1)': 'javascript:alert(1)',
  "{{constructor.constructor('alert(1)')()}}": "{{constructor.constructor('alert(1)')()}}",
  "' OR '1'='1' --": "' OR '1'='1' --",
  "\\'; --": "\\'; --",
  '$(id) `id` ; sleep 5': '$(id) `id` ; sleep 5',
  'file:///etc/passwd': 'file:///etc/passwd',
  'http://169.254.169.254/': 'http://169.254.169.254/',
  '+1+1': '+1+1',
  '@SUM(A1)': '@SUM(A1)',
  '＝1+1': '＝1+1',
  null: 'null',
  undefined: 'undefined',
  NaN: 'NaN',
  true: 'true',
  '0': '0',
  '1e309': '1e309',
  '0x10': '0x10',
  '1_000': '1_000',
  '%00 %0d%0a %2e%2e%2f': '%00 %0d%0a %2e%2e%2f',
  '&token=x&company=2': '&token=x&company=2',
  'a\\u0000b': 'a\\u0000b',
  '(a+)+$': '(a+)+$',
  [`${'a'.repeat(50)}!`]: `${'a'.repeat(50)}!`,
  test: 'test',
  asdf: 'asdf',
  '12345': '12345',
  ['é'.repeat(255)]: 'é'.repeat(255),
  [`x${'\u0301\u0323'.repeat(60)}`]: `x${'\u0301\u0323'.repeat(60)}`,
  ['__proto__']: '__proto__',
};

/** What is not a name, and the code of its error. */
const refused: Readonly<Record<string, string>> = {
  '\t\n\r': 'required',
  '\u200b': 'required',
  '\u1160\u3164': 'required',
  ' \u2800\u3000\u00a0': 'required',
  'Ana\u0007\u001b[31m': 'format',
  'Ana\u2028\u2029B': 'format',
  'Ana\nMaria': 'format',
  '\u{1f600}': 'format',
  '\u{1f1ee}\u{1f1e9}': 'format',
  '\uffff': 'format',
  '\ue000': 'format',
  'a\u0000b': 'format',
  'Jos\ufffd': 'format',
  ['a'.repeat(256)]: 'too_long',
};

const texts = Object.entries(kept);

async function storedNames(stage: Stage): Promise<readonly (readonly [string, string])[]> {
  const query = stage.store.selectFrom('leads').select(['first_name', 'last_name']);
  const rows = await query.orderBy('phone').execute();
  return rows.map(({ first_name, last_name }) => [first_name, last_name]);
}

function phone(index: number): string {
  return String(628_120_000_000 + index);
}

const names = texts.map(([, name]) => [name, name] as const);
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a name that somebody typed', () => {
  it('is stored and sent as it is meant, whatever some program might read into it', async () => {
    const stage = await createStage();
    for (const [index, [typed]] of texts.entries()) {
      const lead = { ...goodLead, first_name: typed, last_name: typed, phone: phone(index) };
      const reply = await stage.post('/v1/leads', lead, withKey(`kept-name-${index}`));
      assert.equal(reply.status, 202, typed);
    }
    assert.deepEqual(await storedNames(stage), names);
    // An address within a name looks like spam and waits for a person, so it is released first.
    const waiting = await stage.store
      .selectFrom('leads')
      .select('ref')
      .where('state', '=', 'quarantined')
      .execute();
    await releaseLeads(
      stage.store,
      waiting.map(({ ref }) => ref),
      stage.now,
    );
    await stage.work();
    const contacts = await stage.store
      .selectFrom('contacts')
      .selectAll()
      .orderBy('phone')
      .execute();
    assert.deepEqual(
      contacts.map(({ first_name, last_name }) => [first_name, last_name]),
      names,
      'as the vendor has it',
    );
  });

  it('is the same from a plain form', async () => {
    const stage = await createStage();
    for (const [index, [typed]] of texts.entries()) {
      const lead = { ...goodLead, first_name: typed, last_name: typed, phone: phone(index) };
      const reply = await stage.post('/v1/leads', new URLSearchParams(lead).toString(), form);
      assert.equal(reply.status, 202, typed);
    }
    assert.deepEqual(await storedNames(stage), names);
  });

  it('is refused if nobody can have such a name, by script and by form', async () => {
    const stage = await createStage();
    for (const [typed, code] of Object.entries(refused)) {
      const lead = { ...goodLead, first_name: typed };
      const reply = await stage.post('/v1/leads', lead, withKey('refused-name'));
      assert.equal(reply.status, 422, typed);
      assert.partialDeepStrictEqual(await reply.json(), {
        errors: [{ field: 'first_name', code }],
      });
      const body = new URLSearchParams(lead).toString();
      assert.equal((await stage.post('/v1/leads', body, form)).status, 422, typed);
    }
    // A browser's JSON never has a lone surrogate; a form turns it into U+FFFD.
    const half = `{"first_name":"\\udc00x","last_name":"a","phone":"62812345678","product":"blackmask"}`;
    assert.equal((await stage.post('/v1/leads', half, withKey('half-a-pair'))).status, 422);
    assert.deepEqual(await storedNames(stage), []);
    assert.deepEqual(stage.calls, []);
  });
});
