import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { errorTexts } from '../../src/upstream/promoholder/api.ts';
import { postLead } from '../support/command/post-lead.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnPromoLead, spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { rawServer, reply, testServer } from '../support/sockets/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Listed {
  readonly state: string;
  readonly contact_id: string | null;
}

async function leads(data: string): Promise<readonly Listed[]> {
  const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
  return JSON.parse(stdout) as Listed[];
}

function leadThatIs(data: string, state: string): Promise<Listed> {
  return eventually(async () => (await leads(data)).find((lead) => lead.state === state));
}

/** Variables for a real promos-seru at this address. */
function realSeru({ baseUrl }: { readonly baseUrl: string }): Record<string, string> {
  return { PROMOS_SERU_URL: baseUrl, PROMOS_SERU_NAME: 'shop' };
}

describe('promo-lead serve', () => {
  it('prints one line with the address, and answers there', async () => {
    const { url, stdout } = await spawnServer(['--data', temporaryFolder()]);
    assert.match(stdout(), /^promo-lead is ready on http:\/\/127\.0\.0\.1:\d+\n$/);
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    assert.equal((await fetch(`${url}/openapi.json`)).status, 200);
    assert.equal((await fetch(`${url}/`)).status, 404);
  });

  it('says where it made a store, in case it is the wrong folder', async () => {
    const data = temporaryFolder();
    const made = `"store":"${join(data, 'promo-lead.db')}","event":"store.made"`;
    const first = await spawnServer(['--data', data]);
    assert(first.stderr().includes(made), first.stderr());
    first.child.kill('SIGTERM');
    await first.ended;
    const second = await spawnServer(['--data', data]);
    assert(!second.stderr().includes('store.made'));
  });

  it('delivers a lead and its promo code to the embedded backend', async () => {
    const data = temporaryFolder();
    const { url } = await spawnServer(['--demo', '--data', data]);
    const response = await postLead(url, {
      phone: '+62 812-3456-789',
      promo_code: 'once',
      click_id: 'k',
    });
    assert.equal(response.status, 202);
    await leadThatIs(data, 'delivered');
    const list = await promoLead(['contacts', 'list', '--json', '--data', data]);
    const [contact] = JSON.parse(list.stdout) as { phone: string; click_id: string }[];
    assert.deepEqual([contact?.phone, contact?.click_id], ['628123456789', 'k']);
    const used = await eventually(async () => {
      const journal = await promoLead(['journal', '--json', '--data', data]);
      return (JSON.parse(journal.stdout) as { code: string; used: boolean }[]).at(0);
    });
    assert.deepEqual([used.code, used.used], ['ONCE', true]);
  });

  it('lets the visitor wait for the upstream if configured', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'promo-lead.json');
    writeFileSync(file, JSON.stringify({ leads: { reply: 'delivered' } }));
    const { url } = await spawnServer(['--data', folder, '--config', file]);
    const phone = '081234567890';
    const made = await postLead(url, { phone });
    assert.equal(made.status, 201);
    assert.equal(((await made.json()) as { contact_id: string }).contact_id, '1');
    assert.equal((await postLead(url, { phone, first_name: 'Budi' })).status, 409);
  });

  it('accepts its own names on loopback as its origin, and no other', async () => {
    const { url } = await spawnServer(['--data', temporaryFolder()]);
    const { port } = new URL(url);
    const statusFrom = async (origin: string): Promise<number> => {
      const request = { method: 'OPTIONS', headers: { origin } };
      return (await fetch(`${url}/v1/leads`, request)).status;
    };
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      assert.equal(await statusFrom(`http://${host}:${port}`), 204, host);
    }
    for (const origin of [
      `https://localhost:${port}`,
      'http://localhost',
      'null',
      'http://a.example',
    ]) {
      assert.equal(await statusFrom(origin), 403, origin);
    }
  });

  it('serves vendor paths only for embedded backends', async () => {
    const vendor = await testServer();
    const { url } = await spawnServer(['--data', temporaryFolder()], realSeru(vendor));
    const companies = await fetch(`${url}/api/getCompanies`);
    assert.deepEqual(await companies.json(), { type: 'error', msg: 'Token not passed' });
    for (const path of ['/api/make/contact', '/api/generate/token', '/api', '/api/other']) {
      assert.equal((await fetch(url + path, { method: 'POST' })).status, 404, path);
    }
  });

  it('serves the demo’s company only to this machine, and only in the demo', async () => {
    const data = temporaryFolder();
    const call = '/api/getCompanies?token=demo-token';
    const { url, child, ended } = await spawnServer(['--demo', '--data', data]);
    const response = await fetch(url + call);
    const { msg } = (await response.json()) as { msg: { ID: string }[] };
    assert.equal(msg[0]?.ID, 'demo-company');
    const headers = { 'x-forwarded-for': '192.0.2.1' };
    assert.equal((await fetch(url + call, { headers })).status, 404, 'by a tunnel');
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
    const shop = await spawnServer(['--data', data]);
    const refused = { type: 'error', msg: errorTexts.tokenInvalid };
    assert.deepEqual(await (await fetch(shop.url + call)).json(), refused);
  });

  it('says that the port is taken', async () => {
    const { url } = await spawnServer(['--data', temporaryFolder()]);
    const { port } = new URL(url);
    const second = spawnPromoLead(['serve', '--port', port, '--data', temporaryFolder()]);
    assert.equal(await second.ended, 1);
    assert.equal(second.stdout(), '');
    assert.match(
      second.stderr(),
      /Cannot listen on 127\.0\.0\.1, port \d+: another program uses it/,
    );
  });

  it('warns beyond loopback about the default key, and about limits that are off', async () => {
    const args = ['--host', '0.0.0.0', '--data', temporaryFolder()];
    const { stderr } = await spawnServer(args, { PROMO_LEAD_LIMITS: 'off' });
    assert.match(stderr(), /EVERYBODY CAN MAKE CONTACTS/);
    assert.match(stderr(), /LIMITS ARE OFF/);
    const own = ['--host', '0.0.0.0', '--data', temporaryFolder()];
    const quiet = await spawnServer(own, { PROMOS_SERU_SECRET_KEY: 'a-key-of-our-own' });
    assert.doesNotMatch(quiet.stderr(), /EVERYBODY|LIMITS/);
  });

  it('logs nothing of a visitor', async () => {
    const data = temporaryFolder();
    const server = await spawnServer(['--demo', '--data', data]);
    await postLead(server.url, {
      first_name: 'Canaryname',
      phone: '0812 3456 7890',
      click_id: 'canaryclick',
    });
    await leadThatIs(data, 'delivered');
    server.child.kill();
    await server.ended;
    assert.match(server.stderr(), /lead\.delivered/);
    assert.doesNotMatch(server.stderr(), /canary|81234/i);
    for (const line of server.stderr().trim().split('\n')) JSON.parse(line);
  });
});

describe('SIGTERM', () => {
  it('lets a call to the upstream end, and exits with 0', async () => {
    const data = temporaryFolder();
    const called = Promise.withResolvers<() => void>();
    const vendor = await testServer((socket, request) => {
      if (request.includes('generate')) {
        reply('{"status":"ok","token":"t"}')(socket, request);
      } else {
        called.resolve(() => reply('{"status":"contact: 7 created","id":"7"}')(socket, request));
      }
    });
    const server = await spawnServer(['--data', data], realSeru(vendor));
    await postLead(server.url, { phone: '081234567890' });
    const answer = await called.promise;
    server.child.kill('SIGTERM');
    await assertClosed(server.url);
    answer();
    assert.equal(await server.ended, 0);
    const [lead] = await leads(data);
    assert.deepEqual([lead?.state, lead?.contact_id], ['delivered', '7']);
  });

  it('ends the process at once when it comes twice', async () => {
    const called = Promise.withResolvers<void>();
    const vendor = await testServer(() => called.resolve());
    const server = await spawnServer(['--data', temporaryFolder()], realSeru(vendor));
    await postLead(server.url, { phone: '081234567890' });
    await called.promise;
    server.child.kill('SIGTERM');
    await assertClosed(server.url);
    server.child.kill('SIGTERM');
    assert.equal(await server.ended, 143);
  });

  it('works as SIGINT too', async () => {
    const server = await spawnServer(['--data', temporaryFolder()]);
    server.child.kill('SIGINT');
    assert.equal(await server.ended, 0);
  });
});

describe('SIGKILL', () => {
  it('loses no lead that was acknowledged', async () => {
    const data = temporaryFolder();
    const gone = await rawServer();
    await gone.close();
    const server = await spawnServer(['--data', data], realSeru(gone));
    assert.equal((await postLead(server.url, { phone: '081234567890' })).status, 202);
    server.child.kill('SIGKILL');
    assert.equal(await server.ended, 'SIGKILL');
    // Killed during the call, it is in doubt when its lease ends, and tried again after a while.
    await spawnServer(['--data', data], { PROMO_LEAD_QUIET_MS: '1' });
    assert.equal((await leadThatIs(data, 'delivered')).contact_id, '1');
  });
});

describe('the server secret', () => {
  it('is stored in its file, and nowhere in the store', async () => {
    const data = temporaryFolder();
    const server = await spawnServer(['--data', data]);
    await postLead(server.url, { phone: '081234567890' });
    await leadThatIs(data, 'delivered');
    server.child.kill();
    await server.ended;
    const secret = readFileSync(join(data, 'secret'), 'utf8').trim();
    assert(!readFileSync(join(data, 'promo-lead.db'), 'latin1').includes(secret));
    assert(!server.stderr().includes(secret));
  });
});

/** Waits until nobody listens there. */
function assertClosed(url: string): Promise<true> {
  return eventually(async () => {
    try {
      await fetch(url);
      return undefined;
    } catch {
      return true;
    }
  });
}
