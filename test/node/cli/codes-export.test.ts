import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { type Outcome, promoLead } from '../../support/command/promo-lead.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const data = join(temporaryFolder(), 'data');
const heads = 'code,company,used,limit,held,timezone,starts,ends,active,state\r\n';

function run(args: readonly string[], stdin?: Readable, folder = data): Promise<Outcome> {
  return promoLead([...args, '--data', folder], {}, stdin);
}

async function exported(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(['codes', 'export', ...args]);
  assert.deepEqual([code, stderr], [0, '']);
  return stdout;
}

async function addCompany(title: string, codes: string): Promise<string> {
  const { stdout } = await run(['companies', 'add', title, '--json']);
  const { id } = JSON.parse(stdout) as { readonly id: string };
  const csv = Readable.from([codes]);
  assert.equal((await run(['codes', 'import', '-', '--company', id], csv)).code, 0);
  return id;
}

describe('promo-lead codes export', () => {
  let first = '';
  let second = '';
  before(async () => {
    const terms = 'code,limit,timezone,starts,ends,active';
    first = await addCompany('First', `${terms}\nGIFT,5,Asia/Jakarta,2026-01-01,2027-01-31,no\n`);
    second = await addCompany('Second', 'code\n=1+1\n');
  });

  it('writes every code of a company as CSV, its formulas made harmless', async () => {
    const gift = 'Asia/Jakarta,2026-01-01 00:00:00,2027-01-31 23:59:59,false,inactive';
    assert.equal(await exported('--company', first), `${heads}GIFT,${first},0,5,0,${gift}\r\n`);
    assert.equal(
      await exported('--company', second),
      `${heads}'=1+1,${second},0,,0,UTC,,,true,valid\r\n`,
    );
  });

  it('writes those of all companies, as JSON too', async () => {
    const rows: Record<string, string>[] = parse(await exported(), { columns: true });
    const whose = rows.map(({ company }) => company);
    assert.deepEqual(whose, [first, second].toSorted());
    for (const args of [['--format', 'json'], ['--json']]) {
      const codes = JSON.parse(await exported(...args)) as { readonly code: string }[];
      assert.deepEqual(codes.map(({ code }) => code).toSorted(), ['=1+1', 'GIFT']);
    }
  });

  it('keeps the codes of other companies out', async () => {
    const again = async (text: string): Promise<Outcome> =>
      run(['codes', 'import', '-', '--company', first], Readable.from([text]));
    const { code, stderr } = await again(await exported());
    assert.equal(code, 1);
    const line = first < second ? 3 : 2;
    assert.ok(
      stderr.startsWith(`standard input, line ${line}: it is a code of company "${second}"`),
    );
    assert.match(stderr, /one row is wrong, and nothing was written/);
    assert.equal((await again(await exported('--company', first))).code, 0);
  });

  it('writes what deactivate reads', async () => {
    const stdin = Readable.from([await exported()]);
    const { stdout } = await run(['codes', 'deactivate', '--from', '-'], stdin);
    assert.equal(stdout, 'active   no\ncodes    2\nchanged  1\n');
  });

  it('writes what import reads: codes with the same terms, for the company in another store', async () => {
    const other = join(temporaryFolder(), 'data');
    for (const company of [first, second]) {
      const args = ['--company', company];
      const csv = await exported(...args);
      await run(['companies', 'add', 'Moved', '--id', company], undefined, other);
      const { stderr } = await run(['codes', 'import', '-', ...args], Readable.from([csv]), other);
      assert.equal(stderr, '');
      assert.equal((await run(['codes', 'export', ...args], undefined, other)).stdout, csv);
    }
  });

  it('leaves out the uses that its own store holds for leads', async () => {
    const rows = 'code,limit,held\nONE,1,1\nFIVE,5,2\nANY,,3\n';
    const csv = await exported('--company', await addCompany('Fourth', rows));
    const limits: Record<string, string>[] = parse(csv, { columns: true });
    assert.deepEqual(
      limits.map(({ code, limit }) => [code, limit]),
      [
        ['ANY', ''],
        ['FIVE', '3'],
        ['ONE', '0'],
      ],
    );
  });

  it('writes nothing for an unknown company', async () => {
    const { code, stdout, stderr } = await run(['codes', 'export', '--company', 'nobody']);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /no ID is "nobody"/);
  });
});
