import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { before, describe, it } from 'node:test';
import { makeStore, type Outcome, promoLead } from '../../support/command/promo-lead.ts';
import { spawnPromoLead } from '../../support/command/spawn.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();

/** Runs a command on one data folder, which has to succeed. Returns its JSON. */
async function json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  const outcome = await promoLead([...args, '--json', '--data', folder]);
  assert.equal(outcome.code, 0, outcome.stderr);
  return JSON.parse(outcome.stdout) as T;
}

function failing(...args: string[]): Promise<Outcome> {
  return promoLead([...args, '--data', folder]);
}

function csvFile(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), 'codes.csv');
  writeFileSync(path, content);
  return path;
}

describe('promo-lead codes', () => {
  let company = '';
  before(async () => {
    await makeStore(folder);
    company = String((await json('companies', 'add', 'Läden & Co'))['id']);
  });

  it('adds a code and lists it', async () => {
    const record = {
      company: '',
      code: 'SPRING',
      limit: 5,
      timezone: 'Asia/Jakarta',
      starts: '2026-01-01 00:00:00',
      ends: '2026-12-31 23:59:59',
      active: false,
    };
    const options = ['--limit', '5', '--timezone', 'Asia/Jakarta', '--starts', '2026-01-01'];
    const more = ['--ends', '2026-12-31', '--inactive', '--company', company];
    assert.deepEqual(await json('codes', 'add', 'SPRING', ...options, ...more), {
      ...record,
      company,
    });
    assert.deepEqual(await json('codes', 'list', '--company', company), [{ ...record, company }]);
    assert.equal((await json('codes', 'activate', 'spring'))['active'], true);
    assert.equal((await json('codes', 'deactivate', 'SPRING'))['active'], false);
  });

  it('changes the given fields of a code, and nothing else', async () => {
    const changed = await json('codes', 'change', 'spring', '--limit', 'none', '--ends', 'none');
    assert.deepEqual(changed, {
      company,
      code: 'SPRING',
      limit: null,
      timezone: 'Asia/Jakarta',
      starts: '2026-01-01 00:00:00',
      ends: null,
      active: false,
    });
    assert.equal((await json('codes', 'change', 'SPRING', '--limit', '7'))['limit'], 7);
  });

  it('prints a table for people', async () => {
    const { stdout } = await promoLead(['companies', 'list', '--data', folder]);
    assert.match(stdout, /^ID +TITLE +ALL +ACTIVE +INACTIVE\n\w+ +Läden & Co +1 +0 +1\n$/);
  });

  it('refuses what is invalid or unknown', async () => {
    const refusals: readonly (readonly [readonly string[], RegExp])[] = [
      [['codes', 'add', 'SPRING', '--company', company], /"SPRING" exists/],
      [['codes', 'add', 'X', '--company', 'nobody'], /no ID is "nobody"/],
      [['codes', 'add', 'X', '--company', company, '--timezone', 'Mars/One'], /unknown time zone/],
      [['codes', 'add', 'X', '--company', company, '--starts', '2026-02-30'], /no such date/],
      [['codes', 'activate', 'nope'], /Cannot find promo code/],
      [['codes', 'activate', 'SPRING', '--company', 'nobody'], /no ID is "nobody"/],
      [['codes', 'change', 'SPRING', '--starts', 'x'], /Cannot read time "x"/],
      [['codes', 'generate', '--company', company, '--count', '0'], /a count is/],
      [
        ['codes', 'import', '/nowhere.csv', '--company', company],
        /nowhere\.csv: there is no such file/,
      ],
    ];
    for (const [args, expected] of refusals) {
      const { code, stdout, stderr } = await failing(...args);
      assert.deepEqual([code, stdout], [1, ''], args.join(' '));
      assert.match(stderr, expected);
    }
  });

  it('imports a CSV file, as spreadsheets write it', async () => {
    const files = [
      'code,limit,timezone,starts,ends,active\r\nA1,3,UTC,2026-01-01,2026-12-31,yes\r\nA2,,,,,no\r\n',
      '\ufeffCode;Limit\nB1;1\n\nB2;\n',
      'code\tactive\n"C ""1"""\t\n',
    ];
    const added = [];
    for (const file of files) {
      added.push((await json('codes', 'import', csvFile(file), '--company', company))['added']);
    }
    assert.deepEqual(added, [2, 2, 1]);
    const codes = await json<{ code: string; limit: number; active: boolean }[]>('codes', 'list');
    const found = codes.map(({ code, limit, active }) => [code, limit, active]);
    for (const row of [
      ['A1', 3, true],
      ['A2', null, false],
      ['B1', 1, true],
      ['C "1"', null, true],
    ]) {
      assert(
        found.some((one) => String(one) === String(row)),
        String(row),
      );
    }
  });

  it('imports from standard input, and names it in errors', async () => {
    const args = ['codes', 'import', '-', '--company', company, '--data', folder];
    const piped = (text: string): Promise<Outcome> => promoLead(args, {}, Readable.from([text]));
    assert.equal((await piped('code\nPIPED\n')).code, 0);
    const again = await piped('code,limit\nPIPED,3\n');
    assert.equal(again.code, 1);
    assert.match(again.stderr, /^standard input, line 2: it exists\n/);
  });

  it('reports every wrong row by its line, and imports none', async () => {
    const path = csvFile(
      'code,limit,active\nNEW1,1,\nNEW2,many,\n,1,\nNEW1,,\nSPRING,,\n"two\nlines",1,\nNEW3,,maybe\n',
    );
    const { code, stdout, stderr } = await failing('codes', 'import', path, '--company', company);
    assert.deepEqual([code, stdout], [1, '']);
    const lines = stderr.split('\n').map((line) => line.replace(path, ''));
    assert.deepEqual(lines.map((line) => /line \d+/.exec(line)?.[0]).filter(Boolean), [
      'line 3',
      'line 4',
      'line 5',
      'line 6',
      'line 7',
      'line 9',
    ]);
    assert.match(stderr, /6 rows are wrong, and nothing was written/);
    const codes = await json<{ code: string }[]>('codes', 'list');
    assert(!codes.some((row) => row.code.startsWith('NEW')));
  });

  it('refuses a file that it cannot read as a whole', async () => {
    const refusals: readonly (readonly [string | Uint8Array, RegExp])[] = [
      ['cod,limit\nA,1\n', /"cod" in the first line is no column\. Did you mean "code"\?/],
      ['limit\n1\n', /must name the columns/],
      ['code,code\nA,B\n', /names a column twice/],
      ['code,limit\nA\n', /Cannot read .* line 2/],
      ['code\n"A\n', /Cannot read/],
      [new Uint8Array([0x63, 0xff, 0xfe]), /not UTF-8/],
    ];
    for (const [content, expected] of refusals) {
      const path = csvFile(content);
      const outcome = await failing('codes', 'import', path, '--company', company);
      assert.equal(outcome.code, 1, String(content));
      assert.match(outcome.stderr, expected);
      assert.ok(outcome.stderr.startsWith(`promo-lead: Cannot read ${path}: `), outcome.stderr);
    }
  });

  it('checks a file without writing, and says how many of the codes exist already', async () => {
    const path = csvFile('code\nDRY\n');
    const found = await json('codes', 'import', path, '--company', company, '--dry-run');
    assert.deepEqual(found, { added: 0, there_already: 0, checked: 1 });
    const twice = ['codes', 'import', path, '--company', company];
    assert.deepEqual(await json(...twice), { added: 1, there_already: 0 });
    assert.deepEqual(await json(...twice), { added: 0, there_already: 1 });
  });

  it('generates codes by a pattern', async () => {
    const options = ['--company', company, '--count', '20', '--pattern', 'GEN-###'];
    const rows = await json<{ code: string; company: string }[]>('codes', 'generate', ...options);
    assert.equal(new Set(rows.map(({ code }) => code)).size, 20);
    for (const row of rows) assert.match(row.code, /^GEN-[2-9A-Z]{3}$/);
  });

  it('ends quietly if nobody reads its output to the end', async () => {
    await json('codes', 'generate', '--company', company, '--count', '20000');
    const { child, stderr, ended } = spawnPromoLead(['codes', 'list', '--data', folder]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    assert.equal(await ended, 0);
    assert.equal(stderr(), '');
  });
});
