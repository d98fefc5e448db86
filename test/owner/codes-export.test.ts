import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { addCode, addCompany, importCodes, listCodes } from '../../src/backend/index.ts';
import type { OwnerDownload } from '../../src/contract/owner/download.ts';
import type { OwnerAuditPage } from '../../src/contract/owner/session.ts';
import { exportedCodes } from '../../src/owner/index.ts';
import { collect } from '../support/collect.ts';
import { createOwnerStage, type OwnerStage, ownPage, sendLead } from './owner-stage.ts';

const company = 'demo-company';
const path = `/codes/export?company=${company}`;

async function rowsOf(stage: OwnerStage, query = ''): Promise<readonly Record<string, string>[]> {
  const reply = await stage.call('GET', path + query);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get('content-type'), 'text/csv; charset=utf-8');
  return parse(await reply.text(), { columns: true });
}

describe('GET /v1/owner/codes/export', () => {
  it('gives every code of a company as CSV, with terms, uses and state', async () => {
    const stage = await createOwnerStage();
    const terms = { limit: 3, timezone: 'Asia/Jakarta', ends: '2027-01-31' };
    await addCode(stage.store, { company, code: 'Gift', ...terms, now: 0 });
    await sendLead(stage, 'first-lead', { promo_code: 'GIFT' });
    await stage.work();
    await sendLead(stage, 'other-lead', { promo_code: 'gift', phone: '62899999999' });
    const rows = await rowsOf(stage);
    assert.deepEqual(rows[0], {
      code: 'Gift',
      company,
      used: '1',
      limit: '2',
      held: '1',
      timezone: 'Asia/Jakarta',
      starts: '',
      ends: '2027-01-31 23:59:59',
      active: 'true',
      state: 'valid',
    });
    assert.deepEqual(
      rows
        .slice(1)
        .map(({ code, used, limit, active, state }) => [code, used, limit, active, state]),
      [
        ['LASTYEAR', '0', '', 'true', 'expired'],
        ['NEXTYEAR', '0', '', 'true', 'not_started'],
        ['ONCE', '0', '1', 'true', 'valid'],
        ['PAUSED', '0', '', 'false', 'inactive'],
        ['WELCOME10', '0', '', 'true', 'valid'],
      ],
    );
  });

  it('gives those with the given prefix, and none of another company', async () => {
    const stage = await createOwnerStage();
    await addCompany(stage.store, { id: 'other', title: 'Other', now: 0 });
    await addCode(stage.store, { company: 'other', code: 'ONCE', now: 0 });
    const found = await rowsOf(stage, '&search=on');
    assert.deepEqual(
      found.map((row) => [row['company'], row['code']]),
      [[company, 'ONCE']],
    );
    assert.deepEqual(await rowsOf(stage, '&search=none'), []);
  });

  it('neutralises formulas, and keeps every digit in a spreadsheet', async () => {
    const stage = await createOwnerStage();
    for (const code of ['=1+1', '-5%', '007']) {
      await addCode(stage.store, { company, code, now: 0 });
    }
    const codes = async (headers: Record<string, string>): Promise<readonly unknown[]> => {
      const reply = await stage.request(path, { headers });
      const text = (await reply.text()).replace('\ufeff', '');
      const rows: Record<string, string>[] = parse(text, { columns: true });
      return rows.slice(0, 3).map(({ code }) => code);
    };
    const authorization = `Bearer the-token-of-the-owner`;
    assert.deepEqual(await codes({ authorization }), ["'-5%", '007', "'=1+1"]);
    const signIn = { method: 'POST', headers: ownPage };
    const body = JSON.stringify({ token: 'the-token-of-the-owner' });
    const session = await stage.request('/session', { ...signIn, body });
    const [cookie = ''] = session.headers.getSetCookie().map((each) => each.split(';')[0]);
    assert.deepEqual(await codes({ cookie }), ["'-5%", "'007", "'=1+1"]);
  });

  it('writes JSON too, an empty array if there are none', async () => {
    const stage = await createOwnerStage();
    const get = async (query: string): Promise<unknown[]> =>
      (await (await stage.call('GET', `${path}&format=json${query}`)).json()) as unknown[];
    assert.deepEqual(await get('&search=none'), []);
    assert.deepEqual(await get('&search=once'), [
      {
        used: 0,
        company,
        code: 'ONCE',
        limit: 1,
        held: 0,
        timezone: 'UTC',
        starts: null,
        ends: null,
        active: true,
        state: 'valid',
      },
    ]);
  });

  it('streams thousands as they are read, counts them, and loads no more than is read', async () => {
    const stage = await createOwnerStage();
    const rows = Array.from({ length: 2600 }, (_, i) => ({ code: `GIFT-${i}` }));
    await importCodes(stage.store, { company, rows, now: 0 });
    assert.equal(new Set((await rowsOf(stage)).map(({ code }) => code)).size, 2605);
    const [whole, broken] = ['a'.repeat(32), 'b'.repeat(32)];
    const progress = async (id: string): Promise<OwnerDownload> =>
      (await (await stage.call('GET', `/downloads/${id}`)).json()) as OwnerDownload;
    await rowsOf(stage, `&download=${whole}`);
    assert.deepEqual(await progress(whole), { rows: 2605, state: 'done' });
    const reply = await stage.call('GET', `${path}&download=${broken}`);
    const reader = reply.body?.getReader();
    for (let i = 0; i < 100; i += 1) await reader?.read();
    await reader?.cancel();
    const { rows: taken, state } = await progress(broken);
    assert.equal(state, 'ended');
    assert(taken >= 99 && taken < 200, String(taken));
  });

  it('names its file, is audited, and is refused for an unknown company', async () => {
    const stage = await createOwnerStage();
    const reply = await stage.call('GET', `${path}&search=on`);
    await reply.body?.cancel();
    assert.equal(
      reply.headers.get('content-disposition'),
      `attachment; filename="codes-${company}-search.csv"`,
    );
    assert.equal((await stage.call('GET', '/codes/export?company=nobody')).status, 404);
    assert.equal((await stage.call('GET', '/codes/export')).status, 422);
    const { entries } = (await (await stage.call('GET', '/audit')).json()) as OwnerAuditPage;
    assert.deepEqual(
      entries.map(({ action, subject, outcome }) => [action, subject, outcome]),
      [
        ['codes.export', '{"company":"nobody","format":"csv"}', 'refused'],
        ['codes.export', `{"company":"${company}","search":"on","format":"csv"}`, null],
      ],
    );
  });
});

describe('exportedCodes()', () => {
  it('counts the uses of each company separately', async () => {
    const { store } = await createOwnerStage();
    await addCompany(store, { id: 'other', title: 'Other', now: 0 });
    await addCode(store, { company: 'other', code: 'ONCE', now: 0 });
    const use = { at: 0, company_id: 'other', code: 'ONCE', used: 1, reason: null };
    await store
      .insertInto('journal')
      .values([use, use, { ...use, used: 0 }])
      .execute();
    const codes = await collect(exportedCodes(store, listCodes(store), () => 0));
    assert.deepEqual(
      codes.filter(({ code }) => code === 'ONCE').map((each) => [each.company, each.used]),
      [
        [company, 0],
        ['other', 2],
      ],
    );
  });
});
