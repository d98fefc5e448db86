import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Environment } from '../../src/node/config/sources.ts';
import { canariesIn } from '../node/canaries.ts';
import { postLead } from '../support/command/post-lead.ts';
import { type Outcome, promoLead } from '../support/command/promo-lead.ts';
import { type SpawnedServer, spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Nothing that leaves our process, including files, may contain one of these. */
const secrets: Record<string, string> = {
  secretKey: 'canary-key-of-promos-seru',
  serverSecret: 'canary-secret-of-the-server',
  adminToken: 'canary-token-of-the-owner',
  encryptionKey: 'cafe0123'.repeat(8),
};
/** Only the owner's commands may show these. */
const person = {
  phone: '6281255501234',
  typedPhone: '+62 812-5550-1234',
  first_name: 'Canariana',
  last_name: 'Quetzalcoatl',
  click_id: 'canary-click-of-a-person',
  note: 'canary-note-of-a-person',
};
const lead = {
  first_name: person.first_name,
  last_name: person.last_name,
  phone: person.typedPhone,
  click_id: person.click_id,
  extra: { note: person.note },
  promo_code: 'spring',
  consent: true,
  consent_text: 'Call me.',
};

describe('what leaves the process', () => {
  const [data, vendorData] = [temporaryFolder(), temporaryFolder()];
  const vendorEnv = {
    PROMOS_SERU_SECRET_KEY: secrets['secretKey'],
    PROMO_LEAD_SECRET: 'the-secret-of-the-vendor',
  };
  let env: Environment = {};
  let [toStrangers, toOwner, logged, script] = ['', '', '', ''];
  let redeemed = 0;

  const owner = async (...args: string[]): Promise<Outcome> => {
    const outcome = await promoLead([...args, '--data', data], env);
    toOwner += outcome.stdout + outcome.stderr;
    return outcome;
  };
  const atVendor = (...args: string[]): Promise<Outcome> =>
    promoLead([...args, '--data', vendorData], vendorEnv);
  /** Keeps every byte of a reply. */
  const read = async (reply: Response): Promise<string> => {
    const text = await reply.text();
    toStrangers += `${reply.status} ${JSON.stringify(Array.from(reply.headers))} ${text}\n`;
    return text;
  };
  const ask = async (url: string, path: string): Promise<string> => read(await fetch(url + path));
  const post = async (
    url: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<string> =>
    read(
      await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        redirect: 'manual',
      }),
    );

  async function startVendor(): Promise<SpawnedServer> {
    await atVendor('companies', 'add', 'Shop');
    const companies = JSON.parse((await atVendor('companies', 'list', '--json')).stdout) as [
      { readonly id: string },
    ];
    const company = companies[0].id;
    await atVendor('codes', 'add', 'SPRING', '--company', company);
    const added = await atVendor('tokens', 'add', 'shop', '--json');
    secrets['token'] = (JSON.parse(added.stdout) as { readonly token: string }).token;
    const vendor = await spawnServer(['--data', vendorData], vendorEnv);
    env = {
      PROMOHOLDER_URL: vendor.url,
      PROMOHOLDER_TOKEN: secrets['token'],
      PROMOHOLDER_COMPANY: company,
      PROMOS_SERU_URL: vendor.url,
      PROMOS_SERU_NAME: 'shop',
      PROMOS_SERU_SECRET_KEY: secrets['secretKey'],
      PROMO_LEAD_SECRET: secrets['serverSecret'],
      PROMO_LEAD_ADMIN_TOKEN: secrets['adminToken'],
      PROMO_LEAD_ENCRYPTION_KEYS: `k1:${secrets['encryptionKey']}`,
    };
    return vendor;
  }

  /** Sends what succeeds, and whatever else a stranger may ask for. */
  async function visit(url: string): Promise<void> {
    assert.match(await post(url, '/v1/promo-codes/validate', { code: 'spring' }), /"valid"/);
    const key = { 'idempotency-key': 'a-lead-of-Canariana' };
    await post(url, '/v1/leads', { product: 'blackmask', ...lead }, key);
    assert.match(await post(url, '/v1/leads', { product: 'blackmask', ...lead }, key), /ref/);
    await post(url, '/v1/leads', { product: 'hallupro', ...lead }, key);
    await read(await postLead(url, lead));
    const redemption = { 'idempotency-key': 'redeem-1234567890' };
    await post(url, '/v1/promo-codes/redeem', { code: 'spring' }, redemption);
    const { extra: _, consent: __, ...typed } = lead;
    const form = new URLSearchParams({ product: 'blackmask', ...typed, consent: 'on' });
    const asForm = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    await post(url, '/v1/leads', form.toString(), asForm);
    const bad = { ...lead, product: 'none', phone: `${person.phone}x` };
    for (const body of [null, [], '{', { ...lead, token: 1 }, bad, `${JSON.stringify(lead)},`]) {
      await post(url, '/v1/leads', body, { 'idempotency-key': `bad-${Math.random()}` });
    }
    await post(url, '/v1/leads', lead, { origin: 'https://elsewhere.example' });
    const open = ['/', '/healthz', '/readyz', '/metrics', '/openapi.json', '/v1/challenge'];
    for (const path of [...open, '/v1/nothing', `/v1/leads?phone=${person.phone}`]) {
      await ask(url, path);
    }
    await ask(url, `/api/getCompanies?token=${person.phone}`);
  }

  /** Loads every file that browsers get, and tries for a source map beside it. */
  async function loadPages(url: string): Promise<void> {
    const built = globSync('**/*.*', { cwd: 'dist/cdn' }).map((file) => `/widget/${file}`);
    built.push(...globSync('**/*.*', { cwd: 'dist/demo' }).map((file) => `/${file}`));
    assert(built.some((path) => path.endsWith('/promo-lead.js')));
    for (const path of built) {
      script += await ask(url, path);
      if (path.endsWith('.js')) assert.match(await ask(url, `${path}.map`), /not-found/);
    }
  }

  before(async () => {
    const vendor = await startVendor();
    const server = await spawnServer(['--demo', '--data', data], env);
    await visit(server.url);
    await loadPages(server.url);
    await eventually(async () => {
      const { stdout } = await owner('leads', 'list', '--json');
      return /"(?:pending|sending)"/.test(stdout) ? undefined : true;
    });
    await eventually(async () => {
      const { stdout } = await atVendor('journal', '--json');
      redeemed = stdout.split('"used":true').length - 1;
      return redeemed === 2 ? true : undefined;
    });
    for (const args of [['doctor'], ['companies', 'list'], ['codes', 'unconfirmed']]) {
      await owner(...args);
      await owner(...args, '--json');
    }
    vendor.child.kill();
    await vendor.ended;
    await read(await postLead(server.url, { ...lead, phone: '6281255505678' }));
    await eventually(async () => (server.stderr().includes('not_sent') ? true : undefined));
    for (const path of ['/readyz', '/metrics']) await ask(server.url, path);
    await owner('doctor');
    await owner('tokens', 'list');
    await owner('contacts', 'list');
    await owner('leads', 'export', '--phone', person.phone);
    await owner('store', 'encrypt');
    server.child.kill();
    await server.ended;
    logged = server.stdout() + server.stderr() + vendor.stdout() + vendor.stderr();
  });

  it('reached the vendors: the lead once, the code once for each purpose', async () => {
    const contacts = await atVendor('contacts', 'list', '--json');
    assert.equal(contacts.stdout.split(person.phone).length - 1, 1);
    assert.equal(redeemed, 2);
    assert.match(toStrangers, /promo_lead_upstream_calls_total\{[^}]*outcome="created"\} 1\n/);
    assert.match(toStrangers, /promo_lead_delivery_delay_seconds_count 1\n/);
    assert.match(toStrangers, /promo_lead_circuit_open\{upstream="contacts"\} [01]\n/);
    assert.match(toOwner, new RegExp(person.first_name));
  });

  it('contains no secret: no reply, header, log line, metric, command’s output, script', () => {
    for (const said of [toStrangers, logged, toOwner, script]) {
      assert(said.length > 1000);
      assert.deepEqual(canariesIn(said, secrets), []);
    }
    assert.doesNotMatch(script, /checkPromocode|make\/contact|secret_key/);
  });

  it('contains nothing about a person: no reply, header, log line, metric', () => {
    assert.deepEqual(canariesIn(toStrangers, person), []);
    assert.deepEqual(canariesIn(logged, person), []);
  });

  it('contains no secret and nothing about a person in the files of the store', () => {
    const entries = readdirSync(data, { withFileTypes: true, recursive: true });
    const files = entries.filter((entry) => entry.isFile());
    assert(files.some(({ name }) => name === 'promo-lead.db'));
    for (const { name, parentPath } of files) {
      const bytes = readFileSync(join(parentPath, name), 'latin1');
      assert.deepEqual(canariesIn(bytes, { ...secrets, ...person }), [], name);
    }
  });

  it('contains nothing about an erased person, even for the owner', async () => {
    for (const phone of [person.phone, '6281255505678']) {
      const { code } = await promoLead(['leads', 'erase', '--phone', phone, '--data', data], env);
      assert.equal(code, 0);
    }
    const lists = [['leads', 'list'], ['leads', 'export'], ['journal'], ['contacts', 'export']];
    for (const args of lists) {
      const { stdout } = await promoLead([...args, '--json', '--data', data], env);
      assert.deepEqual(canariesIn(stdout, person), [], args.join(' '));
    }
  });
});
