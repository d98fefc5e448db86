import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Check } from '../../src/node/doctor/check.ts';
import { postLead } from '../support/command/post-lead.ts';
import { makeStore, promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { rawServer, reply, testServer } from '../support/sockets/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Report {
  readonly code: number;
  readonly checks: readonly Check[];
  readonly of: (check: string) => Check | undefined;
}

async function doctor(data: string, env: Record<string, string> = {}): Promise<Report> {
  const { code, stdout } = await promoLead(['doctor', '--json', '--data', data], env);
  const checks = JSON.parse(stdout) as Check[];
  return { code, checks, of: (name) => checks.find(({ check }) => check === name) };
}

function missing(): string {
  return join(temporaryFolder(), 'data');
}

describe('promo-lead doctor', () => {
  it('passes before the first start, and creates nothing', async () => {
    const data = missing();
    const { code, checks } = await doctor(data);
    assert.equal(code, 0);
    // Without a company no promo code of a page is found.
    assert.deepEqual(
      checks.flatMap(({ check, status }) => (status === 'ok' ? [] : [check])),
      ['company'],
    );
    assert(!fs.existsSync(data));
    const chosen = await doctor(data, { PROMOHOLDER_COMPANY: 'demo-company' });
    assert.deepEqual([chosen.code, chosen.of('company')?.status], [0, 'warning']);
  });

  it('passes for a running server', async () => {
    const data = missing();
    await spawnServer(['--demo', '--data', data]);
    const { code, of } = await doctor(data, { PROMOHOLDER_COMPANY: 'demo-company' });
    assert.equal(code, 0);
    for (const name of ['store', 'server secret', 'promo codes', 'company', 'contacts']) {
      assert.equal(of(name)?.status, 'ok', name);
    }
    assert.equal((await promoLead(['journal', '--json', '--data', data])).stdout, '[]\n');
    assert.equal((await promoLead(['contacts', 'list', '--json', '--data', data])).stdout, '[]\n');
  });

  it('makes no secret for an existing store, and reports a used one that is gone', async () => {
    const data = missing();
    await promoLead(['companies', 'add', 'One', '--data', data]);
    assert.equal((await doctor(data)).of('server secret')?.status, 'ok');
    assert(!fs.existsSync(join(data, 'secret')));
    const { url } = await spawnServer(['--demo', '--data', data]);
    assert.equal((await postLead(url, { phone: '62811222333' })).status, 202);
    fs.rmSync(join(data, 'secret'));
    const { checks } = await doctor(data);
    assert(checks.some(({ detail }) => detail === 'this store has leads, but no secret'));
    assert(!fs.existsSync(join(data, 'secret')));
  });

  it('names a configured company that does not exist, and those that do', async () => {
    const data = missing();
    await promoLead(['companies', 'add', 'One', '--data', data]);
    const { code, of } = await doctor(data, { PROMOHOLDER_COMPANY: 'another' });
    assert.equal(code, 1);
    assert.match(of('company')?.detail ?? '', /no company with ID another \(there are: \w+\)/);
  });

  it('says how to make a company if there is none, whatever is chosen', async () => {
    const data = missing();
    await makeStore(data);
    const { code, of } = await doctor(data);
    assert.equal(code, 0);
    assert.match(of('company')?.detail ?? '', /no company yet/);
    assert.equal(of('company')?.advice, 'Make one: promo-lead companies add TITLE');
    const chosen = await doctor(data, { PROMOHOLDER_COMPANY: 'shop' });
    assert.equal(chosen.code, 1);
    assert.match(chosen.of('company')?.detail ?? '', /no company yet.* shop is chosen/);
    assert.match(
      chosen.of('company')?.advice ?? '',
      /companies add TITLE\. Set PROMOHOLDER_COMPANY/,
    );
  });

  it('warns if all visitors would count as one', async () => {
    const elsewhere = { PROMO_LEAD_ORIGINS: 'https://shop.example' };
    const { of } = await doctor(missing(), elsewhere);
    assert.equal(of('reverse proxy')?.status, 'warning');
    assert.match(of('reverse proxy')?.advice ?? '', /PROMO_LEAD_TRUSTED_PROXIES=127\.0\.0\.1\/32/);
    for (const more of [{ PROMO_LEAD_TRUSTED_PROXIES: '127.0.0.1/32' }, { HOST: '0.0.0.0' }]) {
      const fine = await doctor(missing(), { ...elsewhere, ...more });
      assert.equal(fine.of('reverse proxy'), undefined);
    }
  });

  it('fails for what is wrong with the configuration, problem by problem', async () => {
    const { code, checks } = await doctor(missing(), { PORT: 'x', HOST: 'a b' });
    assert.equal(code, 1);
    assert.deepEqual(
      checks.map(({ status }) => status),
      ['fail', 'fail'],
    );
  });

  it('fails for vendors that do not answer or refuse us', async () => {
    const server = await testServer(reply('{"status":"invalid secret key"}'));
    const gone = await rawServer();
    await gone.close();
    const { code, of } = await doctor(missing(), {
      PROMOHOLDER_URL: gone.baseUrl,
      PROMOHOLDER_TOKEN: 'canary-token',
      PROMOHOLDER_COMPANY: 'company',
      PROMOS_SERU_URL: server.baseUrl,
      PROMOS_SERU_NAME: 'shop',
      PROMOS_SERU_SECRET_KEY: 'canary-key',
    });
    assert.equal(code, 1);
    assert.match(of('promo codes')?.detail ?? '', /Cannot reach promoholder: ECONNREFUSED/);
    assert.match(of('promo codes')?.advice ?? '', /PROMOHOLDER_URL/);
    assert.match(of('contacts')?.detail ?? '', /refused us/);
    assert.match(of('contacts')?.advice ?? '', /PROMOS_SERU_NAME and PROMOS_SERU_SECRET_KEY/);
    assert.equal(server.requests.length, 1);
  });

  it('warns about promo codes that nobody can use, and names the first', async () => {
    const terms = { limit: null, timezone: 'UTC', dtime_s: null, dtime_f: null, active: true };
    const codes = [
      { ...terms, code: 'GOOD' },
      { ...terms, code: 'EARLY', timezone: 'Mars/Base' },
      { ...terms, code: 20_240, limit: 1.5 },
    ];
    const counts = { all: 3, active: 3, deactive: 0 };
    const replies = [[{ ID: 'shop', title: 'Shop', promocodes: counts }], { shop: codes }];
    const server = await testServer((socket, request) => {
      const msg = replies[request.includes('getPromocodes') ? 1 : 0];
      reply(JSON.stringify({ type: 'success', msg }))(socket, request);
    });
    const { code, of } = await doctor(missing(), {
      PROMOHOLDER_URL: server.baseUrl,
      PROMOHOLDER_TOKEN: 'canary-token',
      PROMOHOLDER_COMPANY: 'shop',
    });
    assert.equal(code, 0);
    assert.equal(of('company')?.status, 'ok');
    const { status, detail = '', advice } = of('list of promo codes') ?? {};
    assert.equal(status, 'warning');
    assert.match(detail, /^codes of shop .*: 2; "EARLY": unknown time zone "Mars\/Base"$/);
    assert.match(advice ?? '', /Correct/);
  });

  it('names a missing file of promo codes once', async () => {
    const data = missing();
    await makeStore(data);
    const file = join(data, 'codes.csv');
    const { code, of } = await doctor(data, { PROMO_LEAD_CODE_FILE: file });
    assert.equal(code, 1);
    const { detail = '', advice = '' } = of('promo codes') ?? {};
    assert.match(detail, /codes\.csv: there is no such file/);
    assert.equal(`${detail} ${advice}`.split(file).length, 2);
    assert.match(String(advice), /PROMO_LEAD_CODE_FILE/);
  });

  it('accepts the only company', async () => {
    const data = missing();
    await promoLead(['companies', 'add', 'One', '--data', data]);
    const { of } = await doctor(data);
    assert.equal(of('company')?.status, 'ok');
  });

  it('warns about files that others can read, and about the default key beyond loopback', async () => {
    const data = missing();
    for (const title of ['One', 'Two']) {
      await promoLead(['companies', 'add', title, '--data', data]);
    }
    fs.chmodSync(data, 0o755);
    fs.writeFileSync(join(data, 'secret'), 'x'.repeat(43), { mode: 0o644 });
    const { code, of } = await doctor(data, { HOST: '0.0.0.0' });
    assert.equal(code, 0);
    for (const name of ['data folder', 'server secret', 'secret key', 'origins', 'company']) {
      assert.equal(of(name)?.status, 'warning', name);
      assert(of(name)?.advice, name);
    }
  });

  it('tells a file in the place of the data folder from a folder without access', async () => {
    const file = join(temporaryFolder(), 'file');
    fs.writeFileSync(file, '');
    const { code, of } = await doctor(file);
    assert.equal(code, 1);
    assert.match(String(of('data folder')?.detail), /a part of the path is a file/);
  });

  it('treats a server behind a reverse proxy as public, even if it listens on loopback', async () => {
    const { of } = await doctor(missing(), { PROMO_LEAD_TRUSTED_PROXIES: '127.0.0.1/32' });
    assert.equal(of('secret key')?.status, 'warning');
    assert.equal(of('origins')?.status, 'warning');
  });

  it('warns about a title instead of a slug, but not about a capital letter', async () => {
    const { code, checks } = await doctor(missing(), { PROMO_LEAD_PRODUCTS: 'Black Mask, Cream' });
    assert.equal(code, 0);
    const found = checks.filter(({ check }) => check === 'products');
    assert.deepEqual(
      found.map(({ status, detail }) => [status, detail.slice(0, 12)]),
      [['warning', '"Black Mask"']],
    );
    assert.match(found[0]?.advice ?? '', /as the page's product .* commas between products/);
  });

  it('fails for a damaged store and goes no further', async () => {
    const data = missing();
    await promoLead(['companies', 'add', 'One', '--data', data]);
    fs.writeFileSync(join(data, 'promo-lead.db'), 'not a database at all'.repeat(1000));
    const { code, of } = await doctor(data);
    assert.equal(code, 1);
    assert.equal(of('store')?.status, 'fail');
    assert.equal(of('contacts'), undefined);
  });

  it('prints a line for each check', async () => {
    const { stdout } = await promoLead(['doctor', '--data', missing()]);
    assert.match(
      stdout,
      /^ok {7}configuration: listens on 127\.0\.0\.1, port 8787\nok {7}alerts: none.*\nok {7}data folder: /,
    );
  });
});
