import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { watchCodeFile } from '../../../src/node/codes/code-file.ts';
import { csvRecord } from '../../../src/node/codes/csv.ts';
import { codeColumns } from '../../../src/owner/index.ts';
import { UpstreamError } from '../../../src/upstream/failure.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function fileWith(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

const lines = Array.from({ length: 5_000 }, (_, n) => `CODE-${n}`);

describe('A file of promo codes', () => {
  for (const [name, text] of [
    ['codes.csv', `code\n${lines.join('\n')}\n`],
    ['codes.json', JSON.stringify(lines.map((code) => ({ code })))],
  ] as const) {
    it(`yields to other work while it is read: ${name}`, async () => {
      let turns = 0;
      const load = watchCodeFile(fileWith(name, text), { pause: async () => void (turns += 1) });
      await load();
      assert.equal(turns, lines.length / 100);
      assert.equal((await load()).codes.size, lines.length);
      assert.equal((await load()).codes.find('code-4999')?.code, 'CODE-4999');
    });
  }

  it('may have a byte order mark, and is refused in another encoding', async () => {
    const codes = '[{ "code": "GRÜN" }]';
    assert.equal((await watchCodeFile(fileWith('a.json', `\uFEFF${codes}`))()).codes.size, 1);
    const latin = fileWith('b.json', '');
    writeFileSync(latin, codes, 'latin1');
    await assert.rejects(watchCodeFile(latin), /not UTF-8/);
  });

  it('may be what `codes export` writes, as CSV or JSON: uses that leads hold are not left', async () => {
    const terms = { timezone: 'Asia/Jakarta', starts: null, ends: '2999-01-31 23:59:59' };
    const rest = { company: 'gym', used: 3, ...terms, active: false, state: 'inactive' };
    const rows = [
      { code: 'FIVE', limit: 5, held: 2, ...rest },
      { code: 'ANY', limit: null, held: 0, ...rest },
    ];
    const json = fileWith('codes.json', JSON.stringify(rows));
    const csv = fileWith(
      'codes.csv',
      [codeColumns, ...rows.map((row) => codeColumns.map((name) => row[name]))]
        .map((cells) => csvRecord(cells))
        .join(''),
    );
    for (const path of [json, csv]) {
      const { codes } = await watchCodeFile(path)();
      assert.deepEqual([codes.size, codes.find('ANY')?.usesLeft], [2, null]);
      const { usesLeft, timezone, active } = codes.find('FIVE') ?? assert.fail();
      assert.deepEqual([usesLeft, timezone, active], [3, 'Asia/Jakarta', false]);
    }
  });

  it('has the codes of one company: the configured one, or the one that it names', async () => {
    const [gym, mats] = ['gym', 'mats'].map((company, n) => ({ code: `CODE-${n}`, company }));
    const one = fileWith('one.json', JSON.stringify([gym, { code: 'ANY' }]));
    for (const named of [undefined, 'gym']) {
      const { company, codes } = await watchCodeFile(one, { company: named })();
      assert.deepEqual([company, codes.size], ['gym', 2]);
    }
    const none = fileWith('none.csv', 'code\nANY\n');
    assert.equal((await watchCodeFile(none)()).company, 'codes');
    assert.equal((await watchCodeFile(none, { company: 'gym' })()).company, 'gym');
    await assert.rejects(
      watchCodeFile(one, { company: 'mats' }),
      /one\.json, entry 1: it is a code of company "gym", not of "mats"/,
    );
    const both = fileWith('both.csv', 'code,company\nCODE-0,gym\nCODE-1,mats\n');
    await assert.rejects(watchCodeFile(both), /both\.csv, line 3: .* "mats", not of "gym"/);
    const bothJson = fileWith('both.json', JSON.stringify([gym, mats]));
    await assert.rejects(watchCodeFile(bothJson), /entry 2/);
  });

  it('is not a list if its JSON has an unknown field or an invalid limit', async () => {
    for (const [entry, why] of [
      [{ code: 'A', limt: 5 }, /entry 1: it must have "code"/],
      [{ limit: 5 }, /entry 1: it must have "code"/],
      [{ code: 'A', limit: -5 }, /entry 1: .*limit/],
    ] as const) {
      await assert.rejects(watchCodeFile(fileWith('c.json', JSON.stringify([entry]))), why);
    }
  });

  it('is read once for all callers, and again when it has changed', async () => {
    const path = fileWith('codes.csv', 'code,limit\nA,1\n');
    const load = watchCodeFile(path);
    const [one, other] = await Promise.all([load(), load()]);
    assert.equal(one, other);
    assert.equal(await load(), one);
    writeFileSync(path, 'code,limit\nA,25\n');
    assert.equal((await load()).codes.find('A')?.usesLeft, 25);
  });

  it('is refused while it has an error, and read again once that is fixed', async () => {
    const path = fileWith('codes.csv', 'code,limit\nA,1\nB,many\n');
    utimesSync(path, 1, 1);
    const load = watchCodeFile(path);
    for (let time = 0; time < 2; time += 1) {
      await assert.rejects(load, (error: UpstreamError) => {
        assert.ok(error instanceof UpstreamError);
        assert.match(error.message, /codes\.csv, line 3: .*whole number/);
        return true;
      });
    }
    // Fixed with the same time and size: it never loaded, so it is read again.
    writeFileSync(path, 'code,limit\nA,1\nB,2222\n');
    utimesSync(path, 1, 1);
    assert.equal((await load()).codes.size, 2);
  });
});
