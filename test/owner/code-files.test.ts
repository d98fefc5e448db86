import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OwnerCode } from '../../src/contract/owner/codes.ts';
import type { OwnerImport } from '../../src/contract/owner/import.ts';
import type { OwnerJournal } from '../../src/contract/owner/journal.ts';
import { createOwnerStage, type OwnerStage, ownerToken, sendLead } from './owner-stage.ts';

const company = 'demo-company';

function upload(stage: OwnerStage, text: string | Uint8Array, query = ''): Promise<Response> {
  return stage.request(`/codes/import?company=${company}${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ownerToken}`, 'content-type': 'text/csv' },
    body: typeof text === 'string' ? text : new Blob([new Uint8Array(text)]),
  });
}

async function imported(reply: Response): Promise<OwnerImport> {
  assert.equal(reply.status, 200, await reply.clone().text());
  return (await reply.json()) as OwnerImport;
}

function codeCount(stage: OwnerStage): Promise<number> {
  return stage.store
    .selectFrom('promo_codes')
    .selectAll()
    .execute()
    .then(({ length }) => length);
}

describe('POST /v1/owner/codes/import', () => {
  it('reports all problems by line, and writes nothing', async () => {
    const stage = await createOwnerStage();
    const before = await codeCount(stage);
    const csv =
      'code;limit;timezone;starts;active\n' +
      'GOOD;5;Asia/Jakarta;;\n' +
      'BAD;many;;;\n' +
      'good;;;;\n' +
      'ZONE;;Mars;;\n' +
      'WHEN;;;soon;\n' +
      'welcome10;;;;\n' +
      'OFF;;;;perhaps\n';
    for (const query of ['', '&write=true']) {
      const { rows, added, problems, codes } = await imported(await upload(stage, csv, query));
      assert.deepEqual([rows, added], [7, 0]);
      assert.deepEqual(
        problems.map(({ line }) => line),
        [3, 4, 5, 6, 7, 8],
      );
      assert.match(
        problems.map(({ problem }) => problem).join('\n'),
        /same as line 2\n.*Mars.*\n.*soon/,
      );
      assert.deepEqual(
        codes.slice(0, 1).map(({ code, limit, timezone, state }) => [code, limit, timezone, state]),
        [['GOOD', 5, 'Asia/Jakarta', 'valid']],
      );
    }
    assert.equal(await codeCount(stage), before);
  });

  it('refuses a code of another company, and says whose it is', async () => {
    const stage = await createOwnerStage();
    const csv = `code,company\nOURS-1,${company}\nTHEIRS,b\nOURS-2,\nOURS-1,c\n`;
    for (const query of ['', '&write=true']) {
      const { added, problems, codes } = await imported(await upload(stage, csv, query));
      assert.equal(added, 0);
      assert.deepEqual(
        problems.map(({ line, problem }) => [line, /company "(.+?)"/.exec(problem)?.[1]]),
        [
          [3, 'b'],
          [5, 'c'],
        ],
      );
      assert.match(problems[0]?.problem ?? '', /codes export --company demo-company/);
      assert.deepEqual(
        codes.map(({ code }) => code),
        ['OURS-1', 'OURS-2'],
      );
    }
    const ours = `code,company\nOURS-1,${company}\nOURS-2,\n`;
    assert.equal((await imported(await upload(stage, ours, '&write=true'))).added, 2);
  });

  it('writes what a preview found valid, if asked to', async () => {
    const stage = await createOwnerStage();
    const csv = 'code,limit\nONE-1,1\nONE-2,1\n';
    assert.deepEqual((await imported(await upload(stage, csv))).problems, []);
    assert.equal((await imported(await upload(stage, csv, '&write=true'))).added, 2);
    const verdict = await stage.post('/v1/promo-codes/validate', { code: 'one-2' });
    assert.equal(((await verdict.json()) as { status: string }).status, 'valid');
    const bad = 'code,limit\nONE-3,none\n';
    assert.equal((await imported(await upload(stage, bad, '&write=true'))).added, 0);
    const entries = await stage.store
      .selectFrom('audit_entries')
      .select(['action', 'subject', 'outcome'])
      .orderBy('id', 'desc')
      .execute();
    assert.deepEqual(
      entries.map((entry) => Object.values(entry)),
      [
        ['codes.import', `${company}: 1`, 'refused'],
        ['codes.import', `${company}: 2`, null],
      ],
    );
  });

  it('yields between the rows of a long file, and splits no character', async () => {
    let turns = 0;
    const stage = await createOwnerStage({
      nextTurn: () => {
        turns += 1;
        return nextTurn();
      },
    });
    const names = Array.from({ length: 2000 }, (_, i) => `КОД€${i}`);
    const { rows, added } = await imported(await upload(stage, `code\n${names.join('\n')}`));
    assert.deepEqual([rows, added], [2000, 0]);
    // Reads a hundred at a time, checks fifty, looks five hundred up.
    assert.equal(turns, 20 + 40 + 4);
    turns = 0;
    await upload(stage, `code\n${names.join('\n')}`, '&write=true');
    assert.equal(turns, 20 + 40 + 4 + 4);
    const { codes } = (await (
      await stage.call('GET', `/codes?company=${company}&search=${encodeURIComponent('код€1999')}`)
    ).json()) as { readonly codes: readonly OwnerCode[] };
    assert.deepEqual(
      codes.map(({ code }) => code),
      ['КОД€1999'],
    );
  });

  it('reports why a file is not a code list', async () => {
    const stage = await createOwnerStage();
    for (const [text, problem] of [
      ['', /name the columns/],
      ['kode\nA\n', /"kode".*no column/],
      ['code\n"A\n', /Cannot read the file/],
      [new Uint8Array([0x63, 0x6f, 0x64, 0x65, 0x0a, 0xff]), /UTF-8/],
    ] as const) {
      const { rows, problems } = await imported(await upload(stage, text));
      assert.equal(rows, 0);
      assert.match(problems[0]?.problem ?? '', problem);
    }
  });

  it('limits rows and bytes, and refuses any other kind of body', async () => {
    const stage = await createOwnerStage();
    assert.equal((await upload(stage, `code\n${'A\n'.repeat(10_001)}`)).status, 413);
    assert.equal((await upload(stage, `code\n${'A'.repeat(1024 * 1024)}`)).status, 413);
    assert.equal((await stage.call('POST', '/codes/import?company=none', {})).status, 415);
    const elsewhere = await stage.request('/codes/import?company=none', {
      method: 'POST',
      headers: { authorization: `Bearer ${ownerToken}`, 'content-type': 'text/csv' },
      body: 'code\nA\n',
    });
    assert.equal(elsewhere.status, 404);
  });
});

describe('POST /v1/owner/codes/end', () => {
  const end = (stage: OwnerStage, code: string): Promise<Response> =>
    stage.call('POST', '/codes/end', { company, code });

  it('ends a code at once, and for visitors too', async () => {
    const stage = await createOwnerStage();
    const reply = await end(stage, 'welcome10');
    assert.equal(reply.status, 200);
    assert.equal(((await reply.json()) as OwnerCode).state, 'expired');
    stage.now += 60_000;
    const verdict = await stage.post('/v1/promo-codes/validate', { code: 'WELCOME10' });
    assert.equal(((await verdict.json()) as { status: string }).status, 'invalid');
    const again = await end(stage, 'WELCOME10');
    assert.equal(again.status, 422);
    assert.match(((await again.json()) as { detail: string }).detail, /it has ended/);
  });

  it('ends a code in the hour that a clock shows twice', async () => {
    const stage = await createOwnerStage();
    stage.now = Date.parse('2026-10-25T00:30:00Z');
    const code = { company, code: 'HOUR', timezone: 'Europe/Berlin' };
    await stage.call('POST', '/codes', code);
    assert.equal(((await (await end(stage, 'HOUR')).json()) as OwnerCode).state, 'expired');
  });

  it('refuses a code that has not begun, and an unknown one', async () => {
    const stage = await createOwnerStage();
    assert.equal((await end(stage, 'NEXTYEAR')).status, 422);
    assert.equal((await end(stage, 'NONE')).status, 404);
  });
});

describe('GET /v1/owner/journal', () => {
  it('lists who used which code and when, the newest first, and is audited', async () => {
    const stage = await createOwnerStage();
    for (const [i, phone] of ['62812000001', '62812000002'].entries()) {
      await sendLead(stage, `lead-number-${i}`, { phone, promo_code: i ? 'ONCE' : 'WELCOME10' });
      await stage.work();
      stage.now += 60_000;
    }
    const read = async (query: string): Promise<OwnerJournal> =>
      (await (
        await stage.call('GET', `/journal?company=${company}${query}`)
      ).json()) as OwnerJournal;
    assert.deepEqual(
      (await read('')).entries.map(({ at, code, used }) => [at, code, used]),
      [
        ['2026-11-21T12:01:00.000Z', 'ONCE', true],
        ['2026-11-21T12:00:00.000Z', 'WELCOME10', true],
      ],
    );
    assert.deepEqual(
      (await read('&code=welcome10')).entries.map(({ code }) => code),
      ['WELCOME10'],
    );
    const written = await stage.store.selectFrom('audit_entries').select('action').execute();
    assert.equal(written.filter(({ action }) => action === 'journal.read').length, 2);
  });
});
