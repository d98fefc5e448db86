import { stringify } from 'csv-stringify/sync';
import type { Cell, CsvOptions } from '../../owner/index.ts';

/**
 * A cell with such a beginning is a formula to a spreadsheet, which runs it on the owner's machine.
 * The full-width forms count too: some programs normalise them. An apostrophe makes it text (OWASP,
 * "CSV Injection"), and also keeps a phone that begins with `+` from becoming a number.
 */
const formulaStart = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
/**
 * If the list separator is `;` or a tab (Excel in German, Spanish or French), a new cell can begin
 * within our text, as quotes that are not at its start do not count: `x;=1+1` is two cells, and the
 * second would be run. The same goes for text after a line break.
 */
const formulaWithin = /([";\t\r\n\0]+)('*[=+\-@\uff1d\uff0b\uff0d\uff20])?/g;
/** The same for what is text already. */
const textWithin = /([";\t\r\n\0]+)('+(?=[=+\-@\uff1d\uff0b\uff0d\uff20]))?/g;
const parting = /[;\t\r\n]/;

/**
 * Text that a spreadsheet would change, because it takes it for a number: it drops the zero of
 * `081234567890`, rounds digits after the 15th (a click id has 19), and reads `12E5` as 1200000. An
 * apostrophe keeps it text.
 */
const lostAsNumber = /^(?:0\d+|\d{16,}|\d+e\d+)$/i;

/**
 * One record by RFC 4180, with the line end that it asks for. For a spreadsheet, and not for a
 * program, digits are protected too.
 */
export function csvRecord(cells: readonly Cell[], { isOpened = false }: CsvOptions = {}): string {
  const texts = cells.map((cell) => toCell(cell, isOpened));
  // By default it does not quote a lone CR, which ends the record for many readers, nor other
  // readers' separators, which our own reader accepts.
  return stringify([texts], { record_delimiter: 'windows', quoted_match: /[\r\n;\t]/ });
}

/** A cell of another program, without the apostrophe that makes it text. */
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
 * A text that already has apostrophes in such a place gets one more, so that none is lost when ours
 * is removed.
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
