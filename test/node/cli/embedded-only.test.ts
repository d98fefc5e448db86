import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { makeStore, promoLead } from '../../support/command/promo-lead.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const data = temporaryFolder();
const promoholder = {
  PROMOHOLDER_URL: 'https://promoholder.example',
  PROMOHOLDER_TOKEN: 'a',
  PROMOHOLDER_COMPANY: 'gym',
};
const kept = 'Companies, promo codes and their tokens are kept at promoholder; change them there.';
const ofJournal =
  'Promo codes and what was used of them are kept at promoholder; change them there.';
const ofContacts = 'Contacts are kept at promos-seru; change them there.';

function listed(stdout: string): unknown {
  return JSON.parse(stdout);
}

describe('Commands about what is not kept in the embedded backend', () => {
  let company = '';

  before(async () => {
    const made = await promoLead(['companies', 'add', 'Gym', '--json', '--data', data]);
    company = (listed(made.stdout) as { readonly id: string }).id;
  });

  it('change nothing, and say where to', async () => {
    for (const args of [
      ['companies', 'add', 'Spa'],
      ['codes', 'add', 'SPRING', '--company', company],
      ['codes', 'generate', '--count', '2', '--company', company],
      ['codes', 'import', '-', '--company', company],
      ['codes', 'activate', 'SPRING'],
      ['codes', 'activate', 'SPRING', 'SUMMER'],
      ['codes', 'change', 'SPRING', '--limit', '2'],
      ['codes', 'deactivate', 'SPRING'],
      ['codes', 'deactivate', '--from', '/nowhere'],
      ['tokens', 'add', 'shop'],
      ['tokens', 'revoke', 'shop'],
    ]) {
      const outcome = await promoLead([...args, '--json', '--data', data], promoholder);
      const stderr = `promo-lead: ${kept} Nothing was changed\n`;
      assert.deepEqual(outcome, { code: 1, stdout: '', stderr }, args.join(' '));
    }
    const { stdout } = await promoLead(['codes', 'list', '--json', '--data', data]);
    assert.deepEqual(listed(stdout), []);
  });

  it('say whose list it is, beside a list that stays as it was', async () => {
    const seru = {
      PROMOS_SERU_URL: 'https://promos-seru.example',
      PROMOS_SERU_NAME: 'a',
      PROMOS_SERU_SECRET_KEY: 'a',
    };
    for (const [args, env, words] of [
      [['companies', 'list'], promoholder, kept],
      [['codes', 'list'], promoholder, kept],
      [['codes', 'export'], promoholder, kept],
      [['tokens', 'list'], promoholder, kept],
      [['contacts', 'list'], seru, ofContacts],
      [['contacts', 'export', '--format', 'json'], seru, ofContacts],
      [['journal'], promoholder, ofJournal],
    ] as const) {
      const name = args.join(' ');
      const plain = await promoLead([...args, '--json', '--data', data]);
      const { code, stdout, stderr } = await promoLead([...args, '--json', '--data', data], env);
      assert.equal(code, 0);
      assert.equal(stdout, plain.stdout, name);
      const note = `${words} This is the list of the embedded backend.\n`;
      assert.equal(stderr, note, name);
      if (name === 'companies list' || name.includes('export')) continue;
      const table = await promoLead([...args, '--data', data], env);
      assert.equal(table.stderr, `${note}It is empty.\n`, name);
    }
  });

  it('name the file that the codes are in; its uses are in our own journal', async () => {
    const folder = temporaryFolder();
    const codeFile = join(folder, 'codes.csv');
    const config = join(folder, 'promo-lead.json');
    writeFileSync(config, JSON.stringify({ codeFile, data: join(folder, 'data') }));
    const { code, stderr } = await promoLead(['companies', 'add', 'Spa', '--config', config]);
    assert.equal(code, 1);
    await makeStore(join(folder, 'data'));
    assert.ok(stderr.includes(`are kept at ${codeFile}; change them there.`), stderr);
    const journal = await promoLead(['journal', '--config', config]);
    assert.match(journal.stderr, /Nothing is in the journal\.\n$/);
    assert.doesNotMatch(journal.stderr, /kept at/);
  });
});
