import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, it } from 'node:test';
import { type Outcome, promoLead } from '../../support/command/promo-lead.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let data = '';
let company = '';

function run(...args: string[]): Promise<Outcome> {
  return promoLead([...args, '--data', data]);
}

interface Counts {
  readonly id: string;
  readonly active: boolean;
  readonly codes: number;
  readonly changed: number;
}

/** Runs a command that has to succeed. Returns its JSON. */
async function json<T = Counts>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run(...args, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as T;
}

function file(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), 'codes.txt');
  writeFileSync(path, content);
  return path;
}

async function add(...codes: string[]): Promise<void> {
  for (const code of codes) {
    const args = ['codes', 'add', '--company', company, '--data', data, '--', code];
    assert.equal((await promoLead(args)).code, 0);
  }
}

async function active(): Promise<readonly string[]> {
  const all = await json<{ code: string; active: boolean }[]>('codes', 'list');
  return all.filter((each) => each.active).map(({ code }) => code);
}

/** What the command says if it changes nothing. */
async function refusal(...args: string[]): Promise<string> {
  const before = await active();
  const { code, stdout, stderr } = await run(...args);
  assert.deepEqual([code, stdout], [1, ''], stderr);
  assert.deepEqual(await active(), before);
  return stderr;
}

async function setUp(): Promise<void> {
  data = join(temporaryFolder(), 'data');
  company = (await json('companies', 'add', 'Acme')).id;
  await add('ANNA10', 'BEN10', 'Cleo-10');
}

describe('promo-lead codes deactivate', () => {
  beforeEach(setUp);

  it('prints the record of a single code, as scripts expect it', async () => {
    assert.deepEqual(await json<object>('codes', 'deactivate', 'anna10'), {
      company,
      code: 'ANNA10',
      limit: null,
      timezone: 'UTC',
      starts: null,
      ends: null,
      active: false,
    });
    const { stdout } = await run('codes', 'activate', 'ANNA10');
    assert.match(stdout, /^company   \w+\ncode      ANNA10\nlimit     -\n.*\nactive    yes\n$/s);
    assert.equal(
      await refusal('codes', 'deactivate', 'nope'),
      'promo-lead: Cannot find promo code: "nope"\n',
    );
  });

  it('pauses several codes, and counts them', async () => {
    const counts = { active: false, codes: 2, changed: 2 };
    assert.deepEqual(await json('codes', 'deactivate', 'anna10', 'BEN10', ' anna10 '), counts);
    assert.deepEqual(await active(), ['Cleo-10']);
    const { stdout } = await run('codes', 'activate', 'BEN10', 'cleo–10');
    assert.equal(stdout, 'active   yes\ncodes    2\nchanged  1\n');
    assert.deepEqual(await active(), ['BEN10', 'Cleo-10']);
  });

  it('pauses none if one is unknown, and says which', async () => {
    const stderr = await refusal('codes', 'deactivate', 'ANNA10', 'nope', 'BEN10', 'no\u001bne');
    assert.equal(
      stderr,
      'promo-lead: Cannot deactivate promo codes, and none was changed: ' +
        '"nope": there is no such promo code; "no\\u001bne": there is no such promo code\n',
    );
  });

  it('asks for the company of a code that several have', async () => {
    const { id: other } = await json('companies', 'add', 'Other');
    await json('codes', 'add', 'ANNA10', '--company', other);
    const args = ['codes', 'deactivate', 'ANNA10', 'BEN10'];
    assert.match(
      await refusal(...args),
      /: "ANNA10": several companies have it: name the company\n$/,
    );
    assert.equal((await json(...args, '--company', company)).changed, 2);
    assert.match(await refusal(...args, '--company', 'nobody'), /no ID is "nobody"/);
  });

  it('is wrong usage without a code, and with codes beside a file', async () => {
    for (const args of [[], ['A', '--from', 'file'], ['--from', '']]) {
      const { code, stdout, stderr } = await run('codes', 'deactivate', ...args);
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, /name promo codes, or a file that names them|must be a path/);
    }
  });
});

describe('promo-lead codes deactivate --from', () => {
  beforeEach(setUp);

  const deactivate = (content: string | Uint8Array): Promise<Counts> =>
    json('codes', 'deactivate', '--from', file(content));

  it('reads one code a line', async () => {
    const counts = { active: false, codes: 2, changed: 2 };
    assert.deepEqual(await deactivate('\ufeffanna10\r\n\r\n  Cleo-10 \n'), counts);
    assert.deepEqual(await active(), ['BEN10']);
    await add('two  words', 'a,b;c', '[1]', '"q"');
    assert.equal((await deactivate('two  words\na,b;c\n[1]\n"q"')).changed, 4);
    assert.equal((await deactivate('[1]\ntwo  words\n')).codes, 2);
  });

  it('reads standard input', async () => {
    const args = ['codes', 'deactivate', '--from', '-', '--json', '--data', data];
    const { stdout } = await promoLead(args, {}, Readable.from(['ANNA10\nBE', 'N10']));
    assert.equal((JSON.parse(stdout) as { readonly changed: number }).changed, 2);
    const refused = await promoLead(args, {}, Readable.from(['ANNA10\nnope\n']));
    assert.match(refused.stderr, /^standard input, line 2: "nope": there is no such promo code\n/);
  });

  it('reads what codes generate prints, as a table and as JSON', async () => {
    const generate = ['codes', 'generate', '--company', company, '--count', '4'];
    const { stdout } = await run(...generate, '--pattern', 'AB CD-##');
    assert.deepEqual(await deactivate(stdout), { active: false, codes: 4, changed: 4 });
    const answered = await run(...generate, '--json');
    assert.deepEqual(await deactivate(answered.stdout), { active: false, codes: 4, changed: 4 });
    assert.equal((await deactivate('["ANNA10", "ben10"]')).changed, 2);
    assert.deepEqual(await active(), ['Cleo-10']);
  });

  it('reads what codes list prints, as a table, CSV and JSON', async () => {
    await json('codes', 'add', '2 FOR 1', '--limit', '3', '--company', company);
    const counts = { active: false, codes: 4, changed: 4 };
    for (const args of [[], ['--csv'], ['--json']]) {
      const listed = await run('codes', ...(args[0] === '--csv' ? ['export'] : ['list', ...args]));
      assert.deepEqual(await deactivate(listed.stdout), counts, listed.stdout);
      assert.equal((await run('codes', 'activate', '--from', file(listed.stdout))).code, 0);
    }
  });

  it('reads CSV as spreadsheets write it, with the company of each code', async () => {
    const { id: other } = await json('companies', 'add', 'Other');
    await json('codes', 'add', 'ANNA10', '--company', other);
    await add('-5%', '007', 'a;b');
    const rows = `Limit;Code;Company\r\n5;anna10;${other}\r\n;BEN10;\r\n;'-5%;${company}\r\n`;
    assert.equal((await deactivate(`${rows};'007;\r\n;"a;b";\r\n\r\n`)).changed, 5);
    assert.deepEqual(await active(), ['ANNA10', 'Cleo-10']);
    assert.equal((await deactivate('code\nCleo-10\n')).changed, 1);
    const path = file(`code,company\nBEN10,${company}\nANNA10,${other}\n`);
    assert.match(
      await refusal('codes', 'activate', '--from', path, '--company', company),
      /line 3 has a code of company "\w+", and --company names another\n$/,
    );
  });

  it('pauses none if a line is wrong, and says which', async () => {
    const path = file('ANNA10\n\nnope\nBEN10\nnone\n');
    const stderr = await refusal('codes', 'deactivate', '--from', path);
    assert.equal(
      stderr.replaceAll(path, 'FILE'),
      'FILE, line 3: "nope": there is no such promo code\n' +
        'FILE, line 5: "none": there is no such promo code\n' +
        'promo-lead: Cannot deactivate promo codes: 2 lines are wrong, and none was changed\n',
    );
  });

  it('refuses a file that it cannot read, and one without a code', async () => {
    const from = (path: string): Promise<string> => refusal('codes', 'activate', '--from', path);
    assert.match(await from('/nowhere'), /Cannot read \/nowhere: there is no such file/);
    assert.match(await from(file(' \n\n')), /: it names no code\n$/);
    assert.match(await from(file('code,limit\n')), /: it names no code\n$/);
    assert.match(await from(file(Uint8Array.of(0xff, 0x0a))), /: it is not UTF-8/);
    assert.match(await from(file('code,limit\nA\n')), /Cannot read .*columns/i);
  });
});
