import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { Environment } from '../../../src/node/config/sources.ts';
import { postLead } from '../../support/command/post-lead.ts';
import { promoLead } from '../../support/command/promo-lead.ts';
import { type SpawnedServer, spawnPromoLead, spawnServer } from '../../support/command/spawn.ts';
import { eventually } from '../../support/poll.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const person = {
  first_name: 'Ximena',
  last_name: 'Quispe',
  phone: '+62 812-3456-789',
  click_id: 'canary-click',
  extra: { note: 'Zanzibar' },
};
const traces = ['Ximena', 'Quispe', '628123456789', 'canary-click', 'Zanzibar'];
const [oldKey, newKey] = [`old:${'1f'.repeat(32)}`, `new:${'2e'.repeat(32)}`];

/** Every byte of the folder of a SQLite store. */
function filesOf(data: string): string {
  return ['promo-lead.db', 'promo-lead.db-wal', 'promo-lead.db-shm']
    .map((name) => join(data, name))
    .filter(existsSync)
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

function withKeys(...keys: readonly string[]): Environment {
  return {
    PROMO_LEAD_SECRET: 'a-secret-beside-no-store',
    PROMO_LEAD_ENCRYPTION_KEYS: keys.join(','),
  };
}

/** Sends a lead, which becomes a contact of the embedded backend. */
async function send(
  { url }: SpawnedServer,
  data: string,
  env: Environment,
  lead: object,
): Promise<void> {
  assert.equal((await postLead(url, { ...person, ...lead })).status, 202);
  await eventually(async () => {
    const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data], env);
    const leads = JSON.parse(stdout) as readonly { readonly state: string }[];
    return leads.every(({ state }) => state === 'delivered') ? true : undefined;
  });
}

describe('promo-lead store encrypt', () => {
  it('leaves no byte of a person in the files of SQLite, and rotates keys while a server runs', async () => {
    const data = temporaryFolder();
    const run = (env: Environment, ...args: string[]): ReturnType<typeof promoLead> =>
      promoLead([...args, '--data', data], env);
    const clear = await spawnServer(['--data', data], withKeys());
    await send(clear, data, withKeys(), {});
    clear.child.kill();
    await clear.ended;
    for (const trace of traces) assert(filesOf(data).includes(trace), `${trace} was there`);

    const before = await run(withKeys(oldKey), 'doctor');
    assert.match(before.stdout, /warning  encryption: leads from before are not encrypted/);
    const server = await spawnServer(['--data', data], withKeys(newKey, oldKey));
    const first = await run(withKeys(oldKey, newKey), 'store', 'encrypt', '--json');
    assert.equal(first.code, 0);
    assert.match(first.stderr, /^Key "new" is still in use: a server encrypts with it[^\n]*\n$/);
    const { key, clear: found } = JSON.parse(first.stdout) as { key: string; clear: number };
    assert.deepEqual([key, found > 0], ['old', true]);
    await send(server, data, withKeys(newKey, oldKey), { phone: '628123456780' });
    const second = await run(withKeys(newKey, oldKey), 'store', 'encrypt', '--json');
    assert.match(second.stdout, /"key": "new"/);
    const files = filesOf(data);
    for (const trace of traces) assert(!files.includes(trace), `${trace} is left`);
    assert(!files.includes('\u0001old.'));
    const last = await run(withKeys(newKey), 'contacts', 'list');
    assert.match(last.stdout, /Ximena .*628123456789/);
    const doctor = await run(withKeys(newKey), 'doctor');
    assert.match(
      doctor.stdout,
      /ok +encryption: personal data is encrypted with key "new"\n(?!.*enc)/,
    );
    const erased = await run(withKeys(newKey), 'leads', 'erase', '--phone', person.phone, '--json');
    assert.match(erased.stdout, /"leads": 1,[^]*"contacts": 1/);
  });

  it('forgets no key with which a running server still encrypts leads', async () => {
    const data = temporaryFolder();
    const server = await spawnServer(['--data', data], withKeys(oldKey));
    const rotating = withKeys(newKey, oldKey);
    const encrypted = await promoLead(['store', 'encrypt', '--data', data], rotating);
    assert.match(encrypted.stderr, /^Key "old" is still in use: a server encrypts with it/);
    await send(server, data, rotating, {});
    const doctor = await promoLead(['doctor', '--data', data], rotating);
    assert.match(doctor.stdout, /warning  encryption: key "old" is still in use/);
    server.child.kill();
    await server.ended;
    const start = async (): Promise<string> => {
      const args = ['serve', '--port', '0', '--data', data];
      const { ended, stderr } = spawnPromoLead(args, withKeys(newKey));
      assert.equal(await ended, 1);
      return stderr();
    };
    assert.match(await start(), /Cannot use the store: it is encrypted with key "old" too\./);
    const store = new DatabaseSync(join(data, 'promo-lead.db'));
    store.exec(`delete from encryption_keys where id = 'old'`);
    store.close();
    assert.match(await start(), /Cannot use the store: leads are encrypted with key "old"\./);
    const alone = await promoLead(['doctor', '--data', data], withKeys(newKey));
    assert.match(alone.stdout, /encryption: leads are encrypted with key "old", which is not set/);
  });

  it('lets a new secret look phones up, and needs the previous one until then', async () => {
    const data = temporaryFolder();
    const before = { ...withKeys(newKey), PROMO_LEAD_SECRET: 'a-secret-that-got-out' };
    const during = { ...withKeys(newKey), PROMO_LEAD_PREVIOUS_SECRET: 'a-secret-that-got-out' };
    const old = await spawnServer(['--data', data], before);
    await send(old, data, before, {});
    old.child.kill();
    await old.ended;
    const run = (env: Environment, ...args: string[]): ReturnType<typeof promoLead> =>
      promoLead([...args, '--data', data], env);
    assert.match(
      (await run(withKeys(newKey), 'leads', 'list')).stderr,
      /another PROMO_LEAD_SECRET/,
    );
    const server = await spawnServer(['--data', data], during);
    await send(server, data, during, { phone: '628123456780' });
    assert.match((await run(during, 'doctor')).stdout, /looked up by the previous secret/);
    assert.match((await run(withKeys(newKey), 'leads', 'list')).stderr, /PREVIOUS_SECRET/);
    assert.equal((await run(during, 'store', 'encrypt')).code, 0);
    assert.doesNotMatch((await run(withKeys(newKey), 'doctor')).stdout, /previous secret/);
    const erase = ['leads', 'erase', '--phone', person.phone, '--json'];
    assert.match((await run(withKeys(newKey), ...erase)).stdout, /"leads": 1,[^]*"contacts": 1/);
  });

  it('and every other command need the keys of the store', async () => {
    const data = temporaryFolder();
    const server = await spawnServer(['--data', data], withKeys(newKey));
    server.child.kill();
    await server.ended;
    const missing = spawnPromoLead(['serve', '--port', '0', '--data', data], withKeys());
    assert.equal(await missing.ended, 1);
    assert.match(
      missing.stderr(),
      /^promo-lead: Cannot use the store: it is encrypted with key "new"\. Configure what it was/,
    );
    const commands: readonly (readonly [Environment, RegExp])[] = [
      [withKeys(oldKey), /it is encrypted with key "new" too/],
      [withKeys(oldKey.replace('old', 'new')), /its key "new" is another one/],
      [
        { ...withKeys(newKey), PROMO_LEAD_SECRET: 'another-secret-of-ours' },
        /another PROMO_LEAD_SECRET/,
      ],
    ];
    for (const [env, reason] of commands) {
      const { code, stderr } = await promoLead(['leads', 'list', '--data', data], env);
      assert.equal(code, 1);
      assert.match(stderr, reason);
      const doctor = await promoLead(['doctor', '--data', data], env);
      assert.match(doctor.stdout, reason);
    }
    const none = await promoLead(['store', 'encrypt', '--data', data]);
    assert.deepEqual([none.code, /no key is set/.test(none.stderr)], [1, true]);
    const half = { PROMO_LEAD_ENCRYPTION_KEYS: 'new:canary' };
    const { stderr } = await promoLead(['leads', 'list', '--data', data], half);
    assert.match(stderr, /PROMO_LEAD_ENCRYPTION_KEYS: must be NAME:KEY/);
    assert.doesNotMatch(stderr, /canary/);
  });
});
