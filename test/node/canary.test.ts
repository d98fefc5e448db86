import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { addCode, addCompany, addToken, createBackend } from '../../src/backend/index.ts';
import { closeServer, createHttpServer, listen } from '../../src/node/http-server.ts';
import { createLog } from '../../src/node/log.ts';
import { openStore } from '../../src/node/open-store.ts';
import { eventually, postLead, promoLead, spawnServer, temporaryFolder } from './harness.ts';

const token = 'canary-token-of-promoholder';
const secretKey = 'canary-key-of-promos-seru';
const serverSecret = 'canary-secret-of-the-server';
const adminToken = 'canary-token-of-the-owner';
const canaries = /canary|Y2FuYXJ5/i;

/** Another server, which plays both vendors, and what was asked of it. */
async function vendors(): Promise<{ readonly url: string; readonly calls: readonly string[] }> {
  const file = join(temporaryFolder(), 'vendor.db');
  const { store, close } = await openStore({ kind: 'sqlite', file });
  const now = Date.now();
  const { id: company } = await addCompany(store, { id: 'shop', title: 'Shop', now });
  await addToken(store, { name: 'shop', token, now });
  await addCode(store, { company, code: 'SPRING', now });
  const products = [{ slug: 'blackmask', title: 'Black Mask' }];
  const backend = createBackend({
    store,
    secret: 's'.repeat(32),
    secretKey,
    products,
    now: Date.now,
  });
  const calls: string[] = [];
  const server = createHttpServer(
    async (request) => {
      calls.push(`${request.method} ${request.url} ${await request.clone().text()}`);
      return backend(request);
    },
    createLog({ level: 'silent' }),
  );
  const port = await listen(server, '127.0.0.1', 0);
  after(async () => {
    await closeServer(server, 0);
    await close();
  });
  return { url: `http://127.0.0.1:${port}`, calls };
}

describe('the vendors’ token and secret key', () => {
  const data = temporaryFolder();
  let said = '';
  let calls: readonly string[] = [];

  /** Keeps every byte of a reply. */
  const read = async (reply: Response): Promise<string> => {
    const text = await reply.text();
    said += `${reply.status} ${JSON.stringify(Array.from(reply.headers))} ${text}\n`;
    return text;
  };

  before(async () => {
    const vendor = await vendors();
    ({ calls } = vendor);
    const env = {
      PROMOHOLDER_URL: `${vendor.url}/`,
      PROMOHOLDER_TOKEN: token,
      PROMOHOLDER_COMPANY: 'shop',
      PROMOS_SERU_URL: vendor.url,
      PROMOS_SERU_NAME: 'shop',
      PROMOS_SERU_SECRET_KEY: secretKey,
      PROMO_LEAD_SECRET: serverSecret,
      PROMO_LEAD_ADMIN_TOKEN: adminToken,
    };
    const server = await spawnServer(['--data', data], env);
    const post = (
      path: string,
      body: unknown,
      headers: Record<string, string> = {},
    ): Promise<Response> =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url, ...headers },
        body: JSON.stringify(body),
      });
    const verdict = await read(await post('/v1/promo-codes/validate', { code: 'spring' }));
    assert.match(verdict, /"valid"/);
    await read(await postLead(server.url, { phone: '081234567890', promo_code: 'spring' }));
    const key = { 'idempotency-key': 'redeem-1234567890' };
    await read(await post('/v1/promo-codes/redeem', { code: 'spring' }, key));
    await eventually(async () => {
      const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
      return stdout.includes('"delivered"') ? true : undefined;
    });
    await eventually(async () => (redemptionsIn(calls) === 2 ? true : undefined));
    for (const path of ['/', '/healthz', '/readyz', '/metrics', '/openapi.json', '/v1/nothing']) {
      await read(await fetch(server.url + path));
    }
    for (const body of [null, [], { code: 1 }, { code: 'x', token: 1 }]) {
      await read(await post('/v1/promo-codes/validate', body));
    }
    await read(await fetch(`${server.url}/api/getCompanies?token=x`));
    server.child.kill();
    await server.ended;
    said += server.stdout() + server.stderr();
    const commands = [['doctor'], ['leads', 'list'], ['tokens', 'list'], ['leads', 'export']];
    for (const command of commands) {
      for (const json of [[], ['--json']]) {
        const { stdout, stderr } = await promoLead([...command, ...json, '--data', data], env);
        said += stdout + stderr;
      }
    }
  });

  it('reach the vendors', () => {
    assert(calls.some((call) => call.includes(`/api/checkPromocode?token=${token}&company=shop`)));
    assert(calls.some((call) => call.includes(`secret_key=${secretKey}`)));
    assert(
      calls.some(
        (call) => call.includes('/api/make/contact') && call.includes('phone=081234567890'),
      ),
    );
  });

  it('stand in no reply, log, output and file of ours', () => {
    assert(said.length > 1000);
    assert.doesNotMatch(said, canaries);
    for (const file of readdirSync(data)) {
      assert.doesNotMatch(readFileSync(join(data, file), 'latin1'), canaries, file);
    }
  });

  it('are sent with a redemption once for each intention, and never with a validation', () => {
    assert.equal(redemptionsIn(calls), 2);
  });
});

function redemptionsIn(calls: readonly string[]): number {
  return calls.filter((call) => call.includes('checkPromocode')).length;
}
