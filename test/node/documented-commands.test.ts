import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { loadConfig } from '../../src/node/config/load.ts';
import type { Environment } from '../../src/node/config/sources.ts';
import { startServer } from '../../src/node/server.ts';
import { postLead } from '../support/command/post-lead.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { codeBlocks } from '../support/documents/code-blocks.ts';
import { eventually } from '../support/poll.ts';
import { freshPostgres } from '../support/postgres/postgres.ts';
import { callsIn, type ShellCall } from '../support/processes/shell-calls.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const written = codeBlocks('{README.md,demo/docs/**/*.md}').filter(({ lang }) => lang === 'sh');
/** What is not run here, and why. */
const leftOut = ['npm ci && npm start']; // Would install the project under test.
const scripts = written.map(({ text }) => text).filter((text) => !leftOut.includes(text));
const setUp = scripts.find((text) => text.includes('tokens add')) ?? '';
const encryption = scripts.find((text) => text.includes('store encrypt')) ?? '';
/** What can run before encryption: after it, every command needs the keys. */
const beforeEncryption = written.filter(({ text }) => text !== encryption);
/** A guide is followed from beginning to end, in one shell. */
const guides = Map.groupBy(
  beforeEncryption.filter(({ file }) => file !== 'README.md'),
  ({ file }) => file,
);

/** The reader's folder, with `data` in it. */
const folder = temporaryFolder();
process.chdir(folder);
const { url } = await spawnServer([]);
const postgres = await freshPostgres();

/** What a reader puts in place of words in capitals and of addresses; commands add to it. */
const meaning = new Map<string, string>([
  ['KEY', '768'],
  ['SECRET', 'a-secret-that-servers-share'],
  ['https://promoholder.tech', url],
  ['https://promos-seru.com', url],
]);
const phone = '+62 812-3456-789';

describe('The commands of the documents', () => {
  it('are all run, except those that cannot', () => {
    assert.deepEqual(
      written.map(({ text }) => text).filter((text) => !scripts.includes(text)),
      leftOut,
    );
    assert.ok(setUp !== '' && encryption !== '' && guides.size > 3 && scripts.length > 15);
  });

  it('set up an embedded backend, whose code a script then uses', () => follow(setUp));

  describe('once there are leads', () => {
    before(async () => {
      const reply = await postLead(url, { phone, promo_code: 'SPRING' });
      const { ref } = (await reply.json()) as { readonly ref: string };
      for (const number of [1, 2, 3]) {
        await postLead(url, { first_name: 'https://spam.example', phone: `6281200000${number}` });
      }
      // Nobody can be erased while a lead is being sent.
      await eventually(async () => {
        const { stdout } = await promoLead(['leads', 'show', ref, '--json']);
        const { redemption } = JSON.parse(stdout) as { readonly redemption: { state: string } };
        return redemption.state === 'redeemed' || undefined;
      });
    });

    for (const [file, blocks] of guides) {
      it(`work as ${file} says`, () => follow(blocks.map(({ text }) => text).join('\n')));
    }

    const others = beforeEncryption.filter(({ file, text }) => {
      return file === 'README.md' && ![...leftOut, setUp].includes(text);
    });
    for (const { text } of others) {
      it(`work as the README says: ${text.split('\n').at(-1)}`, () => follow(text));
    }

    it('have sent what was not spam, thrown the rest away, and erased who asked for it', async () => {
      const leads = await rowsOf('leads', 'list');
      assert.equal(leads.length, 2);
      assert.ok(
        leads.every(({ state, first_name }) => state !== 'quarantined' && first_name !== 'Ana'),
      );
    });

    it('encrypt what is there', async () => {
      await follow(encryption);
      const { code, stderr } = await promoLead(['leads', 'list']);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /PROMO_LEAD_ENCRYPTION_KEYS/);
    });
  });
});

async function follow(script: string): Promise<void> {
  // Several scripts write this file, and would not overwrite it.
  rmSync('promo-lead.json', { force: true });
  const programs = ['curl', 'npm', 'npx', 'promo-lead'];
  for (const call of callsIn(script, { programs, cwd: folder })) {
    if (call.words[0] === 'curl') await get(call);
    else await command(commandOf(call), environmentOf(call));
  }
}

async function command(words: readonly string[], env: Environment): Promise<void> {
  const [group = '', action = ''] = words;
  if (group === 'serve') return serve(words, env);
  const refs = words.includes('REF') ? await listRefs(action) : [];
  const args = words.map((word) => {
    const meant = word === 'REF' ? refs.shift() : meaning.get(word);
    // No code of the documents has ended, whenever this runs.
    return meant ?? word.replace(/^\d{4}(?=-\d\d-\d\d )/, '2999');
  });
  const { code, stdout, stderr } = await promoLead(args, env);
  const failed = stdout.split('\n').filter((line) => line.startsWith('fail'));
  // The test PostgreSQL runs without fsync, so this check may fail.
  const isForgetful = failed.length === 1 && /^fail +store durability/.test(failed[0] ?? '');
  assert.equal(code, isForgetful ? 1 : 0, `${words.join(' ')}\n${stdout}${stderr}`);
  if (group === 'tokens') meaning.set('TOKEN', /^token +(\S+)$/m.exec(stdout)?.[1] ?? '');
  if (group === 'companies') meaning.set('ID', /^id +(\S+)$/m.exec(stdout)?.[1] ?? '');
}

/** Leads in quarantine for `release`, any for the other actions. */
async function listRefs(action: string): Promise<string[]> {
  const state = action === 'release' ? ['--state', 'quarantined'] : [];
  return (await rowsOf('leads', 'list', ...state)).map(({ ref = '' }) => ref);
}

async function rowsOf(...args: readonly string[]): Promise<readonly Record<string, string>[]> {
  const { stdout } = await promoLead([...args, '--json']);
  return JSON.parse(stdout) as readonly Record<string, string>[];
}

/** On a free port instead of the named one. */
async function serve(words: readonly string[], env: Environment): Promise<void> {
  const [, file] =
    /^serve(?: --port \d+)?(?: --config (\S+))?$/.exec(words.join(' ')) ?? assert.fail();
  const faults: string[] = [];
  const error = (event: string): void => void faults.push(event);
  const server = await startServer(loadConfig({ env, file, flags: { port: '0' } }), {
    log: { info() {}, warn() {}, error },
  });
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
  await server.close();
  assert.deepEqual(faults, []);
}

async function get({ words }: ShellCall): Promise<void> {
  const [, address = '', ...more] = words;
  const asked = new URL(address);
  for (const [name, word] of asked.searchParams) {
    asked.searchParams.set(name, meaning.get(word) ?? word);
  }
  assert.deepEqual([asked.origin, more], ['http://127.0.0.1:8787', []]);
  const reply = await fetch(url + asked.pathname + asked.search);
  assert.deepEqual(await reply.json(), { type: 'success', msg: true, reason: null });
}

/** Drops `promo-lead`, in any of the three ways to call it. */
function commandOf({ words }: ShellCall): readonly string[] {
  const ways = ['promo-lead', 'npx promo-lead', 'npm run -s promo-lead --'];
  const way = ways
    .map((each) => each.split(' '))
    .find((each) => each.every((word, index) => word === words[index]));
  assert.ok(way, words.join(' '));
  return words.slice(way.length);
}

function environmentOf({ env }: ShellCall): Environment {
  const pairs = Object.entries(env).map(([name, value = '']) => [
    name,
    value.startsWith('postgres:') ? postgres : (meaning.get(value) ?? value),
  ]);
  return Object.fromEntries(pairs) as Environment;
}
