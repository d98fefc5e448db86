import { stringify } from 'csv-stringify/sync';
import type { Cell } from '../owner/index.ts';

/**
 * A cell that begins so is a formula to a spreadsheet, which runs it on the owner's machine. The
 * full-width forms count too: some programs normalise them. An apostrophe makes it text (OWASP,
 * "CSV Injection"). A phone that begins with `+` is kept from becoming a number by the same.
 */
const formulaStart = /^[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;

/** One record by RFC 4180, with the line end that it asks for. */
export function csvRecord(cells: readonly Cell[]): string {
  // By itself it leaves a lone CR bare, which ends the record to many readers.
  return stringify([cells.map(toCell)], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

function toCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return typeof value === 'string' && formulaStart.test(text) ? `'${text}` : text;
}
