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
const formulaWithin = /([";\t\r\n\0]+)([=+\-@\uff1d\uff0b\uff0d\uff20]?)/g;

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

/** A cell as it was before the apostrophe. */
export function withoutApostrophe(cell: string): string {
  const text = cell.slice(1);
  return cell.startsWith("'") && (formulaStart.test(text) || lostAsNumber.test(text)) ? text : cell;
}

function toCell(value: Cell, isOpened: boolean): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = value.replace(formulaWithin, (all, before: string, start: string) =>
    start !== '' && /[;\t\r\n]/.test(before) ? `${before}'${start}` : all,
  );
  const isAsText = formulaStart.test(text) || (isOpened && lostAsNumber.test(text));
  return isAsText ? `'${text}` : text;
}
