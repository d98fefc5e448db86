import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { StoredLead } from '../../../src/proxy/index.ts';
import { postLead } from '../../support/command/post-lead.ts';
import { promoLead } from '../../support/command/promo-lead.ts';
import { spawnServer } from '../../support/command/spawn.ts';
import { eventually } from '../../support/poll.ts';
import { rawServer } from '../../support/sockets/raw-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { keptAlive } from '../../support/vendors/fault-vendor.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A server with this configuration, and a way to wait for its leads. */
async function serverWith(settings: object): Promise<{
  readonly url: string;
  readonly stderr: () => string;
  readonly lead: (state: string) => Promise<StoredLead>;
  readonly file: string;
}> {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const file = join(folder, 'promo-lead.json');
  writeFileSync(file, JSON.stringify({ data, ...settings }), { mode: 0o600 });
  const { url, stderr } = await spawnServer(['--config', file], { PROMO_LEAD_QUIET_MS: '1' });
  const lead = (state: string): Promise<StoredLead> =>
    eventually(async () => {
      const args = ['leads', 'list', '--state', state, '--json', '--config', file];
      return (JSON.parse((await promoLead(args)).stdout) as StoredLead[])[0];
    });
  return { url, stderr, lead, file };
}

function fileWith(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

async function doctor(settings: object): Promise<string> {
  const file = fileWith(
    'promo-lead.json',
    JSON.stringify({ data: temporaryFolder(), ...settings }),
  );
  return (await promoLead(['doctor', '--config', file])).stdout;
}

describe('A webhook for leads and a file with promo codes', () => {
  it('get the lead once, recognise it by its id after a doubt, and count the use', async () => {
    const receiver = await rawServer((socket) => {
      // At once: after a few doubts the lead would be held.
      receiver.play = (next) => void next.write(keptAlive('{"id":"crm-1"}'));
      socket.resetAndDestroy();
    });
    after(() => receiver.close());
    const codeFile = fileWith('codes.csv', 'code,limit\nSPRING,1\n');
    const webhook = { url: `${receiver.baseUrl}/leads?key=canary-key`, secret };
    const { url, lead, stderr } = await serverWith({ webhook, codeFile });

    const accepted = await postLead(url, { phone: '62811111111', promo_code: 'spring' });
    assert.partialDeepStrictEqual(await accepted.json(), { promo_code: { status: 'valid' } });
    assert.equal((await lead('delivered')).contact_id, 'crm-1');
    const ids = receiver.requests.map((request) => /^webhook-id: (.*)\r$/im.exec(request)?.[1]);
    assert.ok(ids.length > 1);
    assert.equal(new Set(ids).size, 1);

    const second = await eventually(async () => {
      const reply = await fetch(`${url}/v1/promo-codes/validate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ code: 'SPRING' }),
      });
      const verdict = (await reply.json()) as { readonly reason?: string };
      return verdict.reason;
    });
    assert.equal(second, 'exhausted');
    assert.doesNotMatch(stderr(), /canary-key|MfKQ9r8/);
  });

  it('are checked by the doctor', async () => {
    const codeFile = fileWith('codes.json', '[{ "code": "SPRING" }, { "code": "X", "limit": 2 }]');
    const found = await doctor({ webhook: { url: 'https://crm.example/', secret }, codeFile });
    assert.match(found, /^ok .*promo codes: .*codes\.json: the codes can be read/m);
    assert.match(found, /^ok .*company: codes, the only one \(promo codes: 2\)/m);
    const ofGym = fileWith('of-gym.csv', 'code,company\nSPRING,gym\n');
    assert.match(await doctor({ codeFile: ofGym }), /^ok .*company: gym, the only one/m);
    assert.match(found, /^ok .*contacts: webhook: the URL and the secret can be used/m);
  });

  it('are refused if they cannot be used, and the reason is said', async () => {
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ webhook: { url: 'http://crm.example/', secret } }, /must begin with https/],
      [{ webhook: { url: 'https://crm.example/' } }, /WEBHOOK_SECRET .*: is missing/],
      [{ webhook: { secret } }, /WEBHOOK_URL .*: is missing/],
      [{ webhook: { url: 'https://crm.example/', secret: 'canary' } }, /must be "whsec_"/],
      [
        { webhook: { url: 'https://c.example/', secret }, adapters: { contacts: './x.js' } },
        /"adapters\.contacts" .*cannot be combined with "webhook\.url"/,
      ],
      [{ codeFile: 'no-such.csv' }, /no-such\.csv/],
      [{ codeFile: fileWith('a.csv', 'code,limit\nA,many\n') }, /line 2: .*whole number/],
      [{ codeFile: fileWith('a.json', '[{ "code": "A", "ends": "soon" }]') }, /entry 1: /],
      [{ codeFile: fileWith('b.json', '{') }, /no JSON/],
      [
        { codeFile: fileWith('of.csv', 'code,company\nA,gym\n'), promoholder: { company: 'mats' } },
        /"gym", not of "mats".*PROMOHOLDER_COMPANY/,
      ],
      [{ codeFile: fileWith('c.json', '[{ "coed": "A" }]') }, /entry 1: it must have "code"/],
    ];
    for (const [settings, expected] of wrong) {
      const found = await doctor(settings);
      assert.match(found, /^fail/m);
      assert.match(found, expected);
      assert.doesNotMatch(found, /canary|MfKQ9r8/);
    }
  });
});

describe("A module of the owner's", () => {
  it('takes leads and provides promo codes, with the tools of the package', async () => {
    const module = fileWith(
      'vendor.mjs',
      `import { appendFileSync } from 'node:fs';
      const journal = import.meta.url.replace('file://', '') + '.log';
      export const contacts = ({ now }) => ({
        async authenticate() {},
        async create(contact) {
          appendFileSync(journal, contact.ref + ' ' + contact.phone + ' ' + typeof now() + '\\n');
          return { status: 'created', id: 'own-1' };
        },
      });
      const code = { code: 'OWN', usesLeft: null, timezone: '', startsAt: null, endsAt: null };
      export function promoCodes({ ledger }) {
        return {
          companies: async () => [{ id: 'own', title: 'Own', codes: { all: 1, active: 1, inactive: 0 } }],
          list: async () => [{ ...code, active: true }],
          async redeem({ company, code: key }) {
            const isTaken = await ledger.take({ company, key, limit: 1 });
            return isTaken ? { status: 'redeemed' } : { status: 'refused', reason: 'exhausted', text: '' };
          },
        };
      }`,
    );
    const { url, lead, file } = await serverWith({
      adapters: { contacts: module, promoCodes: module },
    });
    await postLead(url, { phone: '62811111111', promo_code: 'own' });
    assert.equal((await lead('delivered')).contact_id, 'own-1');
    const uses = await eventually(async () => {
      const { stdout } = await promoLead(['journal', '--json', '--config', file]);
      const rows = JSON.parse(stdout) as readonly { readonly company: string }[];
      return rows.length > 0 ? rows : undefined;
    });
    assert.deepEqual(
      uses.map(({ company }) => company),
      ['own'],
    );
  });

  it('may throw the errors of another copy of the package', async () => {
    const module = fileWith(
      'busy.mjs',
      `class UpstreamError extends Error {
        name = 'UpstreamError';
        failure = 'setup';
      }
      export const contacts = () => ({
        authenticate() { throw new UpstreamError('not signed up'); },
        create() { throw new UpstreamError('not signed up'); },
      });`,
    );
    const { url, lead } = await serverWith({ adapters: { contacts: module } });
    await postLead(url, { phone: '62811111111' });
    assert.equal((await lead('held')).detail, 'setup: not signed up');
    const found = await doctor({ adapters: { contacts: module } });
    assert.match(found, /^fail .*contacts: .*busy\.mjs: not signed up/m);
  });

  it('is refused with the reason if it is not an adapter', async () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['export const other = 1;', /must export a function "contacts"/],
      ['export const contacts = 1;', /must export a function "contacts"/],
      ['export const contacts = () => ({});', /must have authenticate\(\), create\(\)/],
      ['export const contacts = () => ({ authenticate() {} });', /must have create\(\)/],
      ["export const contacts = () => { throw new Error('no key'); };", /its adapter: no key/],
      ['export const contacts = (', /cannot be loaded/],
      ["import 'no-such-package';", /cannot be loaded: .*no-such-package/],
    ];
    for (const [text, expected] of wrong) {
      const found = await doctor({ adapters: { contacts: fileWith('wrong.mjs', text) } });
      assert.match(found, /^fail .*configuration: "adapters\.contacts"/m);
      assert.match(found, expected);
    }
    assert.match(await doctor({ adapters: { contacts: '/no/such.js' } }), /cannot be loaded/);
  });
});
