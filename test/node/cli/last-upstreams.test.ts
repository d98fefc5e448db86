import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { loadConfig } from '../../../src/node/config/load.ts';
import type { Environment } from '../../../src/node/config/sources.ts';
import { startServer } from '../../../src/node/server.ts';
import { postLead } from '../../support/command/post-lead.ts';
import { promoLead } from '../../support/command/promo-lead.ts';
import { silent as log } from '../../support/logs.ts';
import { freePort } from '../../support/sockets/listen.ts';
import { testStoreUrl } from '../../support/store/test-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Nobody listens there: what is sent to the vendors stays unsent. */
const vendor = `127.0.0.1:${await freePort()}`;
const secret = 'a-secret-that-they-share';

interface Settings {
  /** Settings that name the store, and none of the vendors. */
  readonly bare: Environment;
  /** The server's configuration file. */
  readonly file: string;
}

async function createSettings(): Promise<Settings> {
  const folder = temporaryFolder();
  const store = await testStoreUrl();
  const file = join(folder, 'promo-lead.json');
  const url = `http://${vendor}`;
  const config = {
    store,
    secret,
    data: join(folder, 'data'),
    promosSeru: { url, name: 'shop', secretKey: 'canary' },
    promoholder: { url, token: 'canary', company: 'gym' },
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  const bare = {
    PROMO_LEAD_STORE: store,
    PROMO_LEAD_SECRET: secret,
    PROMO_LEAD_DATA: join(folder, 'data'),
  };
  return { bare, file };
}

/** Starts a server, sends leads, each with a promo code, and stops it. */
async function serve(env: Environment, phones: readonly string[] = []): Promise<string[]> {
  const server = await startServer(loadConfig({ env, flags: { port: 0 } }), { log });
  const refs: string[] = [];
  for (const phone of phones) {
    const reply = await postLead(server.url, { phone, promo_code: 'SPRING' });
    refs.push(((await reply.json()) as { readonly ref: string }).ref);
  }
  await server.close(0);
  return refs;
}

const advice = "Give the server's settings: --config FILE, or its variables\n";

function refusal(difference: string): { code: number; stdout: string; stderr: string } {
  const sentence = `Cannot use this store with these settings: its server ${difference}`;
  return { code: 1, stdout: '', stderr: `promo-lead: ${sentence}. ${advice}` };
}

const otherContacts = `sends leads to ${vendor}, and here the embedded backend is configured`;
const otherCodes = `takes promo codes from ${vendor}, and here the embedded backend is configured`;

describe('A command with other settings than the server', () => {
  let given: Settings;
  let refs: readonly string[] = [];

  before(async () => {
    given = await createSettings();
    const env = { PROMO_LEAD_CONFIG: given.file };
    refs = await serve(env, ['628111111111', '628111111112']);
  });

  it('treats nothing as not sent that may have been sent', async () => {
    const { bare, file } = given;
    const states = ['leads', 'list', '--json'];
    const listed = await promoLead(states, bare);
    const refused = await promoLead(['store', 'restored'], bare);
    assert.deepEqual(refused, refusal(`${otherContacts}; it ${otherCodes}`));
    assert.deepEqual(await promoLead(states, bare), listed);
    const restored = await promoLead(['store', 'restored', '--json', '--config', file]);
    assert.deepEqual(JSON.parse(restored.stdout), { leads: 2, promo_codes: 2 });
  });

  it('erases nobody if the vendor would not be named', async () => {
    const { bare, file } = given;
    const ref = refs[0] ?? '';
    assert.equal((await promoLead(['leads', 'settle', ref, '--delivered', '4711'], bare)).code, 0);
    const erase = ['leads', 'erase', '--phone', '628111111111', '--json'];
    assert.deepEqual(await promoLead(erase, bare), refusal(otherContacts));
    assert.equal((await promoLead(['leads', 'show', ref], bare)).code, 0);
    const erased = await promoLead(erase, { PROMO_LEAD_CONFIG: file });
    assert.partialDeepStrictEqual(JSON.parse(erased.stdout), { vendor_contacts: ['4711'] });
  });

  it('refuses changes that visitors would not see, and says with a list that it is not the server’s', async () => {
    const { bare } = given;
    for (const args of [
      ['companies', 'add', 'Gym'],
      ['codes', 'deactivate', 'SPRING', 'SUMMER'],
    ]) {
      assert.deepEqual(await promoLead(args, bare), refusal(otherCodes));
    }
    for (const [args, difference] of [
      [['companies', 'list'], otherCodes],
      [['journal'], otherCodes],
      [['contacts', 'list'], otherContacts],
    ] as const) {
      const { code, stderr } = await promoLead(args, bare);
      assert.equal(code, 0);
      const notes = `These are not the server's settings: its server ${difference}. `;
      assert.ok(stderr.startsWith(`${notes}This is the list of the embedded backend.\n`), stderr);
    }
    const leads = await promoLead(['leads', 'list'], bare);
    assert.deepEqual([leads.code, leads.stderr], [0, '']);
  });

  it('is warned about by the doctor, which does not fail for it', async () => {
    const { bare, file } = given;
    const { code, stdout } = await promoLead(['doctor'], bare);
    const difference = `its server ${otherContacts}; it ${otherCodes}`;
    const line = `warning  settings: they are not those of the store's server: ${difference}\n`;
    assert.ok(stdout.includes(line), stdout);
    const isForgetful = /^fail +store durability/m.test(stdout);
    assert.equal(code, isForgetful ? 1 : 0);
    const same = await promoLead(['doctor', '--config', file]);
    assert.doesNotMatch(same.stdout, /settings: /);
  });
});

describe('What a store remembers of its server', () => {
  it('is what the last successful start was configured with', async () => {
    const { bare, file } = await createSettings();
    const env = { PROMO_LEAD_CONFIG: file };
    const erase = ['leads', 'erase', '--phone', '628111111111'];
    const codeOf = async (given: Environment): Promise<number> =>
      (await promoLead(erase, given)).code;
    await promoLead(['tokens', 'add', 'shop'], bare);
    assert.deepEqual([await codeOf(bare), await codeOf(env)], [0, 0], 'nobody serves yet');
    await serve(env);
    const other = await startServer(loadConfig({ env, flags: { port: 0 } }), { log });
    const { port } = new URL(other.url);
    await assert.rejects(startServer(loadConfig({ env: bare, flags: { port } }), { log }), /port/);
    await other.close(0);
    assert.deepEqual([await codeOf(bare), await codeOf(env)], [1, 0]);
    await serve(bare);
    assert.deepEqual([await codeOf(bare), await codeOf(env)], [0, 1]);
  });

  it('accepts a backup even if the vendors were changed since', async () => {
    const { bare, file } = await createSettings();
    await serve(bare);
    const restored = await promoLead(['store', 'restored', '--json', '--config', file]);
    assert.equal(restored.code, 0, restored.stderr);
  });

  it('includes the tracker, without which a lead is not settled', async () => {
    const { bare, file } = await createSettings();
    const tracker = {
      PROMO_LEAD_POSTBACK_URL: `http://${vendor}/canary?subid={click_id}&tid={ref}`,
    };
    const env = { PROMO_LEAD_CONFIG: file, ...tracker };
    const [ref = ''] = await serve(env, ['628111111111']);
    const settle = ['leads', 'settle', ref, '--delivered', '7'];
    assert.deepEqual(
      await promoLead(settle, bare),
      refusal(`tells ${vendor} of leads, and here no tracker is configured`),
    );
    await promoLead(['store', 'restored'], env);
    assert.equal((await promoLead(settle, env)).code, 0);
  });
});
