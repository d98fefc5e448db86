import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createBackend } from '../../src/backend/index.ts';
import { closeServer, createHttpServer, listen } from '../../src/node/http/http-server.ts';
import { openStore } from '../../src/node/index.ts';
import { eventually } from '../support/poll.ts';
import { type Play, rawServer, reply as replyWith } from '../support/sockets/raw-server.ts';
import { authorityFile, httpsFront } from '../support/sockets/tls-front.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { edge, folderOf } from './apps.ts';

const pageOrigin = 'https://page.example';

/** The members of miniflare used here; it is installed only in the app. */
interface Miniflare {
  dispatchFetch(url: string, init: RequestInit): Promise<Response>;
  dispose(): Promise<void>;
}
// Read when miniflare is loaded.
process.env['NODE_EXTRA_CA_CERTS'] = authorityFile;
const { Miniflare } = createRequire(join(folderOf(edge), 'package.json'))('miniflare') as {
  Miniflare: new (options: object) => Miniflare;
};

/** The vendor of leads, on a port like the real one. */
const data = temporaryFolder();
const vendor = await openStore({ kind: 'sqlite', file: join(data, 'vendor.db') });
const backend = createBackend({
  store: vendor.store,
  secret: 'server secret',
  secretKey: 'canary',
  products: [{ slug: 'blackmask', title: 'Black Mask' }],
  now: Date.now,
});
const vendorServer = createHttpServer(backend, { info() {}, warn() {}, error() {} });
const vendorPort = await listen(vendorServer, '127.0.0.1', 0);

const promosSeru = {
  PROMOS_SERU_URL: `http://127.0.0.1:${vendorPort}`,
  PROMOS_SERU_NAME: 'shop',
  PROMOS_SERU_SECRET_KEY: 'canary',
};

let edgeServer = start();
after(async () => {
  await edgeServer.dispose();
  await closeServer(vendorServer, 0);
  await vendor.close();
});

function start(promoholder: Readonly<Record<string, string>> = {}): Miniflare {
  return new Miniflare({
    modules: true,
    modulesRoot: join(folderOf(edge), 'dist'),
    scriptPath: join(folderOf(edge), 'dist/worker.js'),
    compatibilityDate: '2026-04-01',
    durableObjects: { LEADS: { className: 'Leads', useSQLite: true } },
    durableObjectsPersist: join(data, 'objects'),
    bindings: {
      ORIGINS: pageOrigin,
      SECRET: 'a secret of sixteen and more',
      ...promosSeru,
      ...promoholder,
    },
  });
}

function post(path: string, body: object, headers: object = {}): Promise<Response> {
  return edgeServer.dispatchFetch(`https://shop.example/promo/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: pageOrigin, ...headers },
    body: JSON.stringify(body),
  });
}

function postLead(number: number, promo_code?: string): Promise<Response> {
  const who = { first_name: `Ana ${number}`, last_name: 'Sari', product: 'blackmask' };
  const key = { 'idempotency-key': `lead-${String(number).padStart(16, '0')}` };
  return post('leads', { ...who, phone: `62812000${1000 + number}`, promo_code }, key);
}

describe('a proxy in a Durable Object', () => {
  it('accepts leads that come at once, each with one receipt, and sends each once', async () => {
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    const replies = await Promise.all([...numbers, ...numbers].map((each) => postLead(each)));
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [202]);
    const texts = await Promise.all(replies.map((reply) => reply.text()));
    assert.deepEqual(texts.slice(20), texts.slice(0, 20));
    assert.equal(new Set(texts).size, 20);
    const phones = await eventually(async () => {
      const contacts = await vendor.store.selectFrom('contacts').select('phone').execute();
      return contacts.length < 20 ? undefined : contacts.map(({ phone }) => phone);
    });
    assert.deepEqual(
      phones.toSorted(),
      numbers.map((each) => `62812000${1000 + each}`),
    );
  });

  it('promises the last use of a code to one of two', async () => {
    const replies = await Promise.all([postLead(30, 'once'), postLead(31, 'once')]);
    const receipts = await Promise.all(replies.map((reply) => reply.json()));
    const verdicts = receipts.map((each) => (each as { promo_code: object }).promo_code);
    assert.equal(verdicts.filter((each) => 'code' in each).length, 1, JSON.stringify(verdicts));
  });

  it('keeps what it has acknowledged over a restart', async () => {
    const before = await (await postLead(40)).text();
    await edgeServer.dispose();
    edgeServer = start();
    const replayed = await postLead(40);
    assert.equal(replayed.headers.get('idempotent-replayed'), 'true');
    assert.equal(await replayed.text(), before);
  });

  it('refuses other pages, and tells visitors apart by the edge’s header', async () => {
    const other = { origin: 'https://other.example' };
    assert.equal((await post('promo-codes/validate', { code: 'NO' }, other)).status, 403);
    const guess = async (visitor: string): Promise<number> => {
      const headers = { 'cf-connecting-ip': visitor, 'x-forwarded-for': '1.2.3.4' };
      return (await post('promo-codes/validate', { code: 'NO' }, headers)).status;
    };
    for (let i = 0; i < 10; i += 1) assert.equal(await guess('203.0.113.5'), 200);
    assert.equal(await guess('203.0.113.5'), 403);
    assert.equal(await guess('203.0.114.9'), 200);
  });

  it('asks promoholder for each use of a code once, whatever happens to the answer', async () => {
    const codes = ['SPRING', 'SUMMER'].map((code) => ({ code, limit: 1, active: true }));
    const holder = await rawServer((socket, request) => {
      const path = /^GET (\S+)/.exec(request)?.[1] ?? '';
      if (path.includes('code=SPRING')) socket.destroy();
      else if (path.includes('/checkPromocode')) answer(true)(socket, request);
      else if (path.includes('/getCompanies')) answer([{ ID: 'shop' }])(socket, request);
      else answer({ shop: codes })(socket, request);
    });
    /** HTTP/1.0, as over our own socket: nothing in between sends it again. */
    const checks = (name: string): number =>
      holder.requests.filter((request) =>
        request.startsWith(
          `GET /api/checkPromocode?token=canary&company=shop&code=${name} HTTP/1.0`,
        ),
      ).length;
    const front = await httpsFront(holder.port);
    await edgeServer.dispose();
    edgeServer = start({
      PROMOHOLDER_URL: `https://localhost:${front.port}`,
      PROMOHOLDER_TOKEN: 'canary',
      PROMOHOLDER_COMPANY: 'shop',
    });
    assert.equal((await postLead(50, 'spring')).status, 202);
    await eventually(async () => checks('SPRING') || undefined);
    assert.equal((await postLead(51, 'summer')).status, 202);
    await eventually(async () => checks('SUMMER') || undefined);
    const all = holder.requests.filter((request) => request.includes('/checkPromocode'));
    assert.equal(all.length, 2);
    front.close();
    await holder.close();
  });
});

/** An answer of promoholder. */
function answer(msg: unknown): Play {
  return replyWith(JSON.stringify({ type: 'success', msg, reason: null }));
}
