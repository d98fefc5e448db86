import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { normaliseCode } from '../../../src/contract/code.ts';
import { parseCodesCsv } from '../../../src/node/codes/codes-csv.ts';
import { csvRecord } from '../../../src/node/codes/csv.ts';
import { codeColumns } from '../../../src/owner/index.ts';

async function codesIn(csv: string): Promise<readonly string[]> {
  const { rows, problems } = await parseCodesCsv('codes.csv', new TextEncoder().encode(csv));
  assert.deepEqual(problems, []);
  return rows.map(({ code: { code } }) => code);
}

const code = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom("'", '"', ';', ',', '=', '+', '-', '@', '0', '1', 'e', 'A', ' ', '\\'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
  })
  .map(normaliseCode)
  .filter((text) => text !== '');

describe('The codes of a CSV file', () => {
  it('survive our own export, for spreadsheets and for programs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(code, { minLength: 1 }), fc.boolean(), async (codes, isOpened) => {
        const records = codes.map((each) => {
          const cells = codeColumns.map((name) => (name === 'code' ? each : null));
          return csvRecord(cells, { isOpened });
        });
        assert.deepEqual(await codesIn(csvRecord(codeColumns) + records.join('')), codes);
      }),
    );
  });

  for (const [name, lineEnd] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    it(`have the line that their row begins on, if lines end in ${name}`, async () => {
      const csv = ['\uFEFFcode,limit', 'A,1', '', '"B', '', 'B",1', '  ', '"C', '",1', 'D,1', ''];
      const bytes = new TextEncoder().encode(csv.join(lineEnd));
      const { rows } = await parseCodesCsv('codes.csv', bytes);
      assert.deepEqual(
        rows.map((row) => [row.line, row.code.code]),
        [
          [2, 'A'],
          [4, 'B\n\nB'],
          [8, 'C\n'],
          [10, 'D'],
        ],
      );
    });
  }

  it('lose one apostrophe of another program before what is not plain text', async () => {
    const cells = ["'=B", "'0456", "''=B", "A;'=B", `"";'=x`, "'tis", '=B', '0456'];
    const csv = `code\n${cells.map((cell) => `"${cell}"`).join('\n')}\n`;
    const read = ['=B', '0456', "''=B", "A;'=B", `";'=x`, "'tis", '=B', '0456'];
    assert.deepEqual(await codesIn(csv), read);
  });
});
