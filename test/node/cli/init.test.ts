import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { run } from '../../../src/node/cli/run.ts';
import { type Outcome, promoLead } from '../../support/command/promo-lead.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Where the file goes, and the flags that name it. */
function newTarget(): { readonly file: string; readonly flags: readonly string[] } {
  const folder = temporaryFolder();
  const file = join(folder, 'promo-lead.json');
  return { file, flags: ['--config', file, '--data', join(folder, 'data')] };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** A person at a terminal who answers each question; `undefined` ends the input. */
async function talk(
  args: readonly string[],
  answers: readonly (readonly [question: RegExp, answer: string | undefined])[],
): Promise<Outcome & { readonly isUsedUp: boolean }> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const left = [...answers];
  let stderr = '';
  let stdout = '';
  let unanswered = '';
  const shown = new Writable({
    write(chunk: Buffer, _, done) {
      stderr += chunk.toString();
      unanswered += chunk.toString();
      const [next] = left;
      if (next?.[0].test(unanswered)) {
        left.shift();
        unanswered = '';
        // As a person does: after the question, not in the middle of it.
        setImmediate(() => {
          if (next[1] === undefined) stdin.end();
          else stdin.write(`${next[1]}\r`);
        });
      }
      done();
    },
  });
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      stdout += chunk.toString();
      done();
    },
  });
  const code = await run(['init', ...args], { stdin, stdout: output, stderr: shown, env: {} });
  return { code, stdout, stderr, isUsedUp: left.length === 0 };
}

describe('promo-lead init', () => {
  it('writes what the flags say, for this user alone, and checks it', async () => {
    const { file, flags } = newTarget();
    const given = [
      '--url',
      'https://leads.example/',
      '--origins',
      'https://a.example,https://b.co',
    ];
    const { code, stdout, stderr } = await promoLead(['init', ...flags, ...given]);
    assert.deepEqual([code, stderr], [0, '']);
    const origins = ['https://a.example', 'https://b.co'];
    const trustedProxies = ['127.0.0.1/32'];
    assert.deepEqual(read(file), { data: flags.at(-1), origins, trustedProxies });
    assert.doesNotMatch(stdout, /^warning +reverse proxy/m);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.match(stdout, /^ok +contacts: embedded backend/m);
    assert.match(stdout, /^ +Make one: promo-lead companies add TITLE$/m);
    const line = `  export PROMO_LEAD_CONFIG=${file}\n`;
    assert.ok(stdout.includes(line), stdout);
    assert.match(stdout, /^<script type="module" src="https:\/\/leads\.example\/widget\//m);
    assert.match(stdout, /^<lead-form endpoint="https:\/\/leads\.example" product="/m);
  });

  it('writes an absolute folder, so that it is the same wherever the server is started', async () => {
    const { file } = newTarget();
    const folder = relative(process.cwd(), join(dirname(file), 'data'));
    assert.equal((await promoLead(['init', '--config', file, '--data', folder])).code, 0);
    assert.deepEqual(read(file), { data: join(dirname(file), 'data') });
    const unsaid = newTarget();
    assert.equal((await promoLead(['init', '--config', unsaid.file])).code, 0);
    assert.deepEqual(read(unsaid.file), { data: resolve('data') });
    const env = { PROMO_LEAD_DATA: folder };
    assert.equal((await promoLead(['init', '--config', unsaid.file, '--force'], env)).code, 0);
    assert.deepEqual(read(unsaid.file), {}, 'the variable has it');
  });

  it('takes by default the address of a server with the same variables', async () => {
    for (const [env, url] of [
      [{}, 'http://127.0.0.1:8787'],
      [{ PORT: '9000' }, 'http://127.0.0.1:9000'],
      [{ PORT: '80', HOST: '0.0.0.0' }, 'http://localhost'],
      [{ PORT: '0', HOST: '192.0.2.7' }, 'http://192.0.2.7:8787'],
    ] as const) {
      const { file, flags } = newTarget();
      const { stdout } = await promoLead(['init', ...flags], env);
      assert.ok(stdout.includes(`<lead-form endpoint="${url}"`), stdout);
      assert.deepEqual(read(file), { data: flags.at(-1) }, 'no reverse proxy is before it');
    }
  });

  it('takes "none" wherever it offers it', async () => {
    const { file, flags } = newTarget();
    const url = ['--url', 'https://leads.example'];
    const names = ['origins', 'trusted-proxies', 'promoholder-url', 'promos-seru-url'];
    const none = names.flatMap((name) => [`--${name}`, 'none']);
    assert.equal((await promoLead(['init', ...flags, ...url, ...none])).code, 0);
    assert.deepEqual(read(file), { data: flags.at(-1) });
    const asked = newTarget();
    const { isUsedUp, stderr } = await talk(asked.flags, [
      [/Where pages reach this server \[.*\]: /, 'https://leads.example'],
      [/Origins of your pages.*\(none: .*\): /, 'none'],
      [/Network of your reverse proxy \(none: .*\).*: /, 'none'],
      [/Products.*\[.*\]: /, ''],
      [/promoholder, such as.*\(none: .*\): /, 'None'],
      [/promos-seru, such as.*\(none: .*\): /, 'none'],
    ]);
    assert.ok(isUsedUp, stderr);
    assert.doesNotMatch(stderr, /It must/);
    assert.deepEqual(read(asked.file), { data: asked.flags.at(-1) });
  });

  it('writes the file that a variable names', async () => {
    const { file, flags } = newTarget();
    const { code } = await promoLead(['init', ...flags.slice(2)], { PROMO_LEAD_CONFIG: file });
    assert.equal(code, 0);
    assert.deepEqual(read(file), { data: flags.at(-1) });
  });

  it('prints everything as one JSON document', async () => {
    const { file, flags } = newTarget();
    // A trailing comma is ignored, as in a variable.
    const args = ['init', '--json', ...flags, '--products', 'mat, serum,'];
    const { code, stdout } = await promoLead(args);
    assert.equal(code, 0);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(Object.keys(report), ['file', 'checks', 'snippet']);
    assert.match(String(report['snippet']), /product="mat"/);
    assert.partialDeepStrictEqual(read(file), { products: ['mat', 'serum'] });
  });

  it('does not overwrite a file unless asked to', async () => {
    const { file, flags } = newTarget();
    writeFileSync(file, 'mine');
    const refused = await promoLead(['init', ...flags]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /it is there\. .*--force/);
    const asked = await talk(flags, [[/Write over it\?/, '']]);
    assert.equal(asked.code, 1);
    assert.equal(readFileSync(file, 'utf8'), 'mine');
    assert.equal((await promoLead(['init', ...flags, '--force'])).code, 0);
    assert.deepEqual(read(file), { data: flags.at(-1) });
  });

  it('says why the file cannot be written, even if no temporary file can be removed', async () => {
    const file = join(temporaryFolder(), 'x'.repeat(250));
    const { code, stderr } = await promoLead(['init', '--config', file]);
    assert.equal(code, 1);
    assert.equal(stderr, `promo-lead: Cannot write ${file}: ENAMETOOLONG\n`);
  });

  it('refuses a wrong flag, and then writes nothing', async () => {
    for (const [flag, value] of [
      ['--origins', 'https://a.example/page'],
      ['--promoholder-url', 'http://promoholder.example'],
      ['--url', 'leads.example'],
    ] as const) {
      const { file, flags } = newTarget();
      const { code, stderr } = await promoLead(['init', ...flags, flag, value]);
      assert.equal(code, 2, flag);
      assert.match(stderr, new RegExp(`${flag}: must`));
      assert.throws(() => statSync(file));
    }
  });

  it('leaves a secret in its variable, and reports one that is missing', async () => {
    const { file, flags } = newTarget();
    const url = 'https://127.0.0.1:9';
    const args = ['init', ...flags, '--promoholder-url', url, '--promoholder-company', 'shop'];
    const missed = await promoLead(args);
    assert.equal(missed.code, 1);
    assert.match(missed.stdout, /PROMOHOLDER_TOKEN .*is missing/);
    const found = await promoLead([...args, '--force'], { PROMOHOLDER_TOKEN: 'canary-token' });
    // Nobody answers at that address, which the check reports.
    assert.match(found.stdout, /^fail +promo codes: promoholder/m);
    assert.deepEqual(read(file), { data: flags.at(-1), promoholder: { url, company: 'shop' } });
  });

  it('asks a person, repeats a question if the answer is invalid, and shows no secret', async () => {
    const { file, flags } = newTarget();
    const { stdout, stderr, isUsedUp } = await talk(flags, [
      [/Where pages reach this server \[.*\]: /, 'https://leads.example'],
      [/Origins of your pages.*: /, 'https://a.example/page'],
      [/It must be an origin without a path.*\n.*: /, 'https://a.example'],
      [/Network of your reverse proxy.*\[127\.0\.0\.1\/32\]: /, '10.0.0.300'],
      [/It must be .*\n.*: /, '10.0.0.0/8'],
      [/Products.*\[.*\]: /, ''],
      [/promoholder, such as.*: /, 'https://127.0.0.1:9'],
      [/Its API token \(not shown\): /, ''],
      [/It is needed\.\n.*: /, 'canary-token'],
      [/ID of your company there: /, 'shop'],
      [/promos-seru, such as.*: /, ''],
    ]);
    assert.ok(isUsedUp, stderr);
    assert.deepEqual(read(file), {
      data: flags.at(-1),
      origins: ['https://a.example'],
      trustedProxies: ['10.0.0.0/8'],
      promoholder: { url: 'https://127.0.0.1:9', token: 'canary-token', company: 'shop' },
    });
    assert.doesNotMatch(stdout + stderr, /canary/);
  });

  it('trusts no proxy if there is none, and does not ask about one on this machine', async () => {
    const none = newTarget();
    const url = ['--url', 'https://leads.example', '--origins', 'https://a.example'];
    const told = await promoLead(['init', ...none.flags, ...url, '--trusted-proxies', 'none']);
    assert.equal(told.code, 0);
    const origins = ['https://a.example'];
    assert.deepEqual(read(none.file), { data: none.flags.at(-1), origins });
    assert.match(told.stdout, /^warning +reverse proxy: .*all visitors would count as one$/m);
    const here = newTarget();
    await promoLead(['init', ...here.flags]);
    assert.deepEqual(read(here.file), { data: here.flags.at(-1) });
  });

  it('stops if the input ends, and writes nothing', async () => {
    const { file, flags } = newTarget();
    const { code, stderr } = await talk(flags, [[/Where pages reach/, undefined]]);
    assert.equal(code, 1);
    assert.match(stderr, /there was no answer/);
    assert.throws(() => statSync(file));
  });
});
