import { stringify } from 'csv-stringify/sync';
import type { Cell, CsvOptions } from '../../owner/index.ts';

/**
 * A cell that begins so is a formula to a spreadsheet, which runs it on the owner's machine. The
 * full-width forms count too: some programs normalise them. An apostrophe makes it text (OWASP,
 * "CSV Injection"). A phone that begins with `+` is kept from becoming a number by the same.
 */
const formulaStart = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
/**
 * Where the list separator is `;` or a tab (Excel in German, Spanish or French), a cell begins
 * within a text of ours, and quotes that do not stand first keep nothing together: `x;=1+1` is two
 * cells, and the second would be run. So is what stands behind a line break there.
 */
const formulaWithin = /([";\t\r\n\0]+)('*[=+\-@\uff1d\uff0b\uff0d\uff20])?/g;
/** The same where it is text already. */
const textWithin = /([";\t\r\n\0]+)('+(?=[=+\-@\uff1d\uff0b\uff0d\uff20]))?/g;
const parting = /[;\t\r\n]/;

/**
 * Text that a spreadsheet takes for a number and cannot give back: of `081234567890` it drops the
 * zero, of more than 15 digits it rounds the last (a click id has 19), and `12E5` is 1200000 to it.
 * An apostrophe keeps it a text too.
 */
const lostAsNumber = /^(?:0\d+|\d{16,}|\d+e\d+)$/i;

/**
 * One record by RFC 4180, with the line end that it asks for. Where a spreadsheet opens it, and no
 * program, all digits are kept too.
 */
export function csvRecord(cells: readonly Cell[], { isOpened = false }: CsvOptions = {}): string {
  const texts = cells.map((cell) => toCell(cell, isOpened));
  // By itself it leaves a lone CR bare, which ends the record to many readers, and what parts the
  // cells to others, our own among them.
  return stringify([texts], { record_delimiter: 'windows', quoted_match: /[\r\n;\t]/ });
}

/** A cell of another program's without the apostrophe that makes it text. */
export function withoutApostrophe(cell: string): string {
  const text = cell.slice(1);
  return cell.startsWith("'") && isNoText(text) ? text : cell;
}

/** A cell as it was before {@link csvRecord} wrote it. */
export function asItWas(cell: string): string {
  const isAsText = cell.startsWith("'") && isNoText(withoutApostrophes(cell));
  return (isAsText ? cell.slice(1) : cell).replace(
    textWithin,
    (all: string, before: string, apostrophes: string = '') =>
      parting.test(before) ? before + apostrophes.slice(1) : all,
  );
}

/**
 * What has apostrophes in such a place of its own gets one more, and so none is lost when ours is
 * taken away.
 */
function toCell(value: Cell, isOpened: boolean): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = value.replace(formulaWithin, (all: string, before: string, start: string = '') =>
    start !== '' && parting.test(before) ? `${before}'${start}` : all,
  );
  const bare = withoutApostrophes(text);
  const isNumber = (isOpened || bare !== text) && lostAsNumber.test(bare);
  return isNumber || formulaStart.test(bare) ? `'${text}` : text;
}

function isNoText(cell: string): boolean {
  return formulaStart.test(cell) || lostAsNumber.test(cell);
}

function withoutApostrophes(cell: string): string {
  return cell.replace(/^'+/, '');
}
