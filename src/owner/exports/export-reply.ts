import { textStream } from '../../backend/text-stream.ts';
import type { ExportFormat } from '../../contract/owner/export.ts';
import type { CsvOptions, OwnerOptions } from '../options.ts';
import { cellsOf, jsonLines } from './export-lines.ts';

export interface ExportOptions extends Pick<OwnerOptions, 'csvRecord' | 'nextTurn'> {
  /** The name of the file. */
  readonly name: string;
  readonly format: ExportFormat;
  /** For CSV, in this order; JSON has every field. */
  readonly columns: readonly string[];
}

/**
 * Without it, Excel decodes UTF-8 with the machine's code page, and garbles names. To a script, it
 * would be part of the first column's name.
 */
const byteOrderMark = '\ufeff';

/**
 * A file to download, written row by row as the client reads it: a million rows need no memory, and
 * if the client stops, no more rows are read. Others get a turn after each row, however quickly the
 * client reads.
 */
export function exportReply(
  rows: AsyncIterable<object>,
  { method, headers: asked }: Pick<Request, 'method' | 'headers'>,
  options: ExportOptions,
): Response {
  const { name, format, nextTurn } = options;
  const headers = {
    'content-type': format === 'json' ? 'application/json' : 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.${format}"`,
  };
  // A body would be neither read nor cancelled, so the download would never end.
  if (method === 'HEAD') return new Response(null, { headers });
  // Only programs send the token; what a page downloads is opened in a spreadsheet.
  const isOpened = !asked.has('authorization');
  const lines = format === 'json' ? jsonLines(rows) : csvLines(rows, { ...options, isOpened });
  return new Response(textStream(lines, nextTurn), { headers });
}

/** Joins the parts, without characters that could end the header. */
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
