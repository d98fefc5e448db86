import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createOwner } from '../../src/owner/index.ts';
import { keptLog } from '../support/logs.ts';
import { tally } from '../support/proxy/flood.ts';
import {
  createOwnerStage,
  ownerOptions,
  type OwnerStage,
  ownerToken,
  ownPage,
} from './owner-stage.ts';

async function signIn(
  stage: OwnerStage,
  token: string = ownerToken,
  headers: Readonly<Record<string, string>> = ownPage,
): Promise<Response> {
  return stage.request('/session', { method: 'POST', headers, body: JSON.stringify({ token }) });
}

/** The cookie as a browser sends it back. */
function cookieOf(reply: Response): string {
  const [cookie = ''] = (reply.headers.get('set-cookie') ?? '').split(';');
  return cookie;
}

async function session(stage: OwnerStage, cookie: string): Promise<unknown> {
  return (await stage.request('/session', { headers: { cookie } })).json();
}

describe('POST /v1/owner/session', () => {
  it('sets a cookie that no script can read and no other site’s request carries', async () => {
    const stage = await createOwnerStage();
    const reply = await signIn(stage);
    assert.equal(reply.status, 204);
    assert.match(
      reply.headers.get('set-cookie') ?? '',
      /^__Host-promo-lead-owner=[0-9a-f]{64}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
    const cookie = cookieOf(reply);
    assert.deepEqual(await session(stage, cookie), { signed_in: true, needs_token: true });
    assert.equal((await stage.request('/leads', { headers: { cookie } })).status, 200);
  });

  it('stores nothing that could open a session', async () => {
    const stage = await createOwnerStage();
    const cookie = cookieOf(await signIn(stage));
    const rows = await stage.store.selectFrom('owner_sessions').selectAll().execute();
    const [, id = ''] = cookie.split('=');
    assert.equal(rows.length, 1);
    assert(!JSON.stringify(rows).includes(id));
  });

  it('is audited with the session’s name, and so is its end, but a refused one is not', async () => {
    const stage = await createOwnerStage();
    assert.equal((await signIn(stage, 'a wrong token')).status, 401);
    const headers = { ...ownPage, cookie: cookieOf(await signIn(stage)) };
    await stage.request('/leads', { headers });
    for (let times = 0; times < 2; times += 1) {
      await stage.request('/session', { method: 'DELETE', headers });
    }
    const written = await stage.store.selectFrom('audit_entries').selectAll().execute();
    const name = written[1]?.actor ?? '';
    assert.match(name, /^session [0-9a-f]{8}$/);
    assert.deepEqual(
      written.map(({ actor, action, subject }) => [actor, action, subject]),
      [
        ['token', 'session.begin', name],
        [name, 'leads.read', null],
        [name, 'session.end', null],
      ],
    );
  });

  it('ends after twelve hours, on signing out, and with another token', async () => {
    const stage = await createOwnerStage();
    const out = { signed_in: false, needs_token: true };
    const old = cookieOf(await signIn(stage));
    stage.now += 12 * 60 * 60_000;
    assert.deepEqual(await session(stage, old), out);
    const left = cookieOf(await signIn(stage));
    const end = await stage.request('/session', {
      method: 'DELETE',
      headers: { ...ownPage, cookie: left },
    });
    assert.match(end.headers.get('set-cookie') ?? '', /Max-Age=0$/);
    assert.deepEqual(await session(stage, left), out);
    const kept = cookieOf(await signIn(stage));
    const renamed = createOwner({ ...ownerOptions(stage), token: 'another-token-of-the-owner' });
    const asked = new Request('https://leads.example/v1/owner/leads', {
      headers: { cookie: kept },
    });
    assert.equal((await renamed(asked)).status, 401);
    assert.equal((await stage.request('/leads', { headers: { cookie: kept } })).status, 200);
  });

  it('checks ten wrong tokens from one address, then refuses even the right one', async () => {
    const { log, logged } = keptLog();
    const stage = await createOwnerStage({ log });
    for (let attempt = 0; attempt < 10; attempt += 1) {
      assert.equal((await signIn(stage, `wrong token ${attempt}`)).status, 401);
    }
    const refused = await signIn(stage);
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '60']);
    assert.equal((await stage.call('GET', '/leads')).status, 429, 'nor as a bearer');
    assert.equal(logged.filter((line) => line.startsWith('owner.wrong-token')).length, 10);
    const elsewhere = { method: 'POST', headers: ownPage };
    const body = JSON.stringify({ token: ownerToken });
    const other = await stage.request('/session', { ...elsewhere, body }, '198.51.100.1');
    assert.equal(other.status, 204, 'from elsewhere the owner gets in');
    stage.now += 60_000;
    assert.equal((await signIn(stage)).status, 204);
  });

  it('does not lock the owner out if a clock was ahead and is set back', async () => {
    const stage = await createOwnerStage();
    assert.equal((await signIn(stage, 'wrong token')).status, 401);
    stage.now -= 7 * 60 * 60_000;
    assert.equal((await signIn(stage)).status, 204);
    assert.equal((await signIn(stage, 'wrong token again')).status, 401);
    assert.equal((await signIn(stage)).status, 204);
  });

  it('checks ten of three hundred wrong tokens at once, then refuses even the right one', async () => {
    const stage = await createOwnerStage();
    const wrong = Array.from({ length: 300 }, (_, i) => signIn(stage, `wrong token ${i}`));
    const replies = await Promise.all([...wrong, signIn(stage)]);
    assert.equal(replies.at(-1)?.status, 429);
    assert.deepEqual(tally(replies), { 401: 10, 429: 291 });
  });

  it('lets no other site act, with the cookie or without', async () => {
    const stage = await createOwnerStage();
    const cookie = cookieOf(await signIn(stage));
    const foreign = { 'content-type': 'application/json', origin: 'https://evil.example', cookie };
    assert.equal((await signIn(stage, ownerToken, foreign)).status, 403);
    const noOrigin = { cookie, 'content-type': 'application/json' };
    for (const headers of [foreign, noOrigin]) {
      const reply = await stage.request('/leads/x/retry', { method: 'POST', headers });
      assert.equal(reply.status, 403);
    }
    const read = { cookie, 'sec-fetch-site': 'cross-site' };
    assert.equal((await stage.request('/leads', { headers: read })).status, 403);
  });

  it('refuses a cookie that is sent twice', async () => {
    const stage = await createOwnerStage();
    const cookie = cookieOf(await signIn(stage));
    const planted = `__Host-promo-lead-owner=${'0'.repeat(64)}`;
    for (const both of [`${planted}; ${cookie}`, `${cookie}; ${planted}`]) {
      const reply = await stage.request('/leads', { headers: { cookie: both } });
      assert.equal(reply.status, 401, both);
    }
  });
});

describe('/v1/owner/', () => {
  it('answers 404 to a name that no database can store', async () => {
    const stage = await createOwnerStage();
    for (const path of ['/leads/%00', '/leads/A%00B', '/contacts/%00']) {
      assert.equal((await stage.call('GET', path)).status, 404, path);
    }
  });

  it('tells a stranger nothing, whatever is asked for', async () => {
    const stage = await createOwnerStage();
    for (const path of ['/leads', '/leads/x', '/overview', '/codes', '/uses', '/audit', '/none']) {
      const reply = await stage.request(path);
      assert.equal(reply.status, 401, path);
      assert.deepEqual(Object.keys((await reply.json()) as object), [
        'type',
        'title',
        'status',
        'detail',
      ]);
    }
  });

  it('answers 405 to a wrong method, but only to the owner', async () => {
    const stage = await createOwnerStage();
    const reply = await stage.call('DELETE', '/leads');
    assert.deepEqual([reply.status, reply.headers.get('allow')], [405, 'GET, HEAD']);
    assert.equal((await stage.call('PUT', '/leads/x/retry')).headers.get('allow'), 'POST');
    assert.equal((await stage.call('DELETE', '/none')).status, 404);
    const stranger = { method: 'DELETE', headers: ownPage };
    assert.equal((await stage.request('/leads', stranger)).status, 401);
  });

  it('needs no token in the demo, but then answers only to this machine’s names', async () => {
    const stage = await createOwnerStage({ token: undefined });
    const ask = async (url: string): Promise<number> =>
      (await stage.owner(new Request(url))).status;
    assert.equal(await ask('http://127.0.0.1:8787/v1/owner/leads'), 200);
    assert.equal(await ask('http://localhost:8787/v1/owner/leads'), 200);
    assert.equal(await ask('http://rebound.example:8787/v1/owner/leads'), 403);
    const bearer = { authorization: 'Bearer anything' };
    assert.equal((await stage.request('/leads', { headers: bearer })).status, 403);
  });

  it('does not take a client behind a reverse proxy or a tunnel for the owner of the demo', async () => {
    const stage = await createOwnerStage({ token: undefined });
    // Sent by nginx, Caddy, a load balancer, ngrok and cloudflared, which may name this machine.
    const signs: readonly (readonly [string, string])[] = [
      ['X-Forwarded-For', '203.0.113.9'],
      ['X-Forwarded-Host', 'leads.example'],
      ['X-Forwarded-Proto', 'https'],
      ['X-Real-IP', '203.0.113.9'],
      ['Forwarded', 'for=203.0.113.9'],
      ['Via', '1.1 proxy'],
      ['CF-Connecting-IP', '203.0.113.9'],
    ];
    for (const sign of signs) {
      const request = new Request('http://localhost:8787/v1/owner/leads', { headers: [[...sign]] });
      const reply = await stage.owner(request);
      assert.equal(reply.status, 403, sign[0]);
      assert.match(await reply.text(), /PROMO_LEAD_ADMIN_TOKEN/);
    }
  });
});
