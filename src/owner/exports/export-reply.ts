import { textStream } from '../../backend/text-stream.ts';
import type { ExportFormat } from '../../contract/owner/export.ts';
import type { CsvOptions, OwnerOptions } from '../options.ts';
import { cellsOf, jsonLines } from './export-lines.ts';

export interface ExportOptions extends Pick<OwnerOptions, 'csvRecord'> {
  /** Of the file. */
  readonly name: string;
  readonly format: ExportFormat;
  /** Of the CSV, in their order; JSON has every field. */
  readonly columns: readonly string[];
}

/**
 * Without it Excel takes UTF-8 for the code page of the machine, and names for gibberish; to a
 * script it would be a part of the first column's name.
 */
const byteOrderMark = '\ufeff';

/**
 * A file to download, written row by row as the other side takes it: a million rows need no
 * memory, and where nobody takes any more, no more are read.
 */
export function exportReply(
  rows: AsyncIterable<object>,
  { method, headers: asked }: Pick<Request, 'method' | 'headers'>,
  options: ExportOptions,
): Response {
  const { name, format } = options;
  const headers = {
    'content-type': format === 'json' ? 'application/json' : 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.${format}"`,
  };
  // Nobody would take a body, nor cancel it: rows would be read, and a download run for ever.
  if (method === 'HEAD') return new Response(null, { headers });
  // Only a program has the token with it; what a page downloads is opened in a spreadsheet.
  const isOpened = !asked.has('authorization');
  const lines = format === 'json' ? jsonLines(rows) : csvLines(rows, { ...options, isOpened });
  return new Response(textStream(lines), { headers });
}

/** Of what it is made of; what a caller made up ends no header. */
export function fileName(...parts: readonly (string | undefined)[]): string {
  const words = parts.map((part) => part?.replaceAll(/[^\w-]/g, '') ?? '');
  return words.filter((word) => word !== '').join('-');
}

async function* csvLines(
  rows: AsyncIterable<object>,
  { columns, csvRecord, isOpened }: ExportOptions & CsvOptions,
): AsyncGenerator<string, void> {
  yield (isOpened === true ? byteOrderMark : '') + csvRecord(columns);
  for await (const cells of cellsOf(rows, columns)) yield csvRecord(cells, { isOpened });
}
