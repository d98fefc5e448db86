import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CsvError, parse } from 'csv-parse';
import * as z from 'zod/mini';
import type { NewCode } from '../../backend/index.ts';
import { codeColumns, type CodesFile } from '../../owner/index.ts';
import { didYouMean } from '../config/suggest.ts';
import { reasonOf } from '../system-error.ts';
import { asItWas, withoutApostrophe } from './csv.ts';

/** The file is not what it should be; the message is for the owner. */
export class CodesCsvError extends Error {
  override readonly name = 'CodesCsvError';
}

const columns: readonly string[] = ['code', 'limit', 'timezone', 'starts', 'ends', 'active'];
/** An export has more columns, which describe the codes as they were and are ignored here. */
const columnsOfExports: ReadonlySet<string> = new Set(codeColumns);

/**
 * Reads promo codes from a CSV file, or from `stdin` if given: then `path` is what messages call
 * it. Throws {@link CodesCsvError} if it is not CSV.
 */
export async function readCodesCsv(path: string, stdin?: Readable): Promise<CodesFile> {
  return parseCodesCsv(path, await readBytes(path, stdin));
}

/** The same for a file of any format. */
export async function readBytes(path: string, stdin?: Readable): Promise<Uint8Array> {
  try {
    return await (stdin ? buffer(stdin) : readFile(path));
  } catch (cause) {
    throw new CodesCsvError(`Cannot read ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * Reads promo codes from CSV in UTF-8. Throws {@link CodesCsvError}, whose message has `path`.
 *
 * @param pause - Resolves when other requests were served; called every few rows.
 */
export async function parseCodesCsv(
  path: string,
  bytes: Uint8Array,
  pause?: () => Promise<void>,
): Promise<CodesFile> {
  const rows: CodesFile['rows'][number][] = [];
  const problems: CodesFile['problems'][number][] = [];
  for await (const { problem, ...row } of csvRows(path, bytes)) {
    if (problem !== undefined) problems.push({ line: row.line, problem });
    rows.push(row);
    if (rows.length % rowsAtOnce === 0) await pause?.();
  }
  return { rows, problems };
}

/** A row of the file; `problem` says what is wrong with it. */
export interface CsvRow {
  readonly line: number;
  /** Without empty fields. */
  readonly code: NewCode;
  /** Company ID; undefined where the row names none. */
  readonly company: string | undefined;
  readonly problem?: string;
}

/**
 * Reads a CSV file in UTF-8. Semicolons and tabs separate cells too: spreadsheets write them in
 * many countries. Throws {@link CodesCsvError} if it is not CSV.
 *
 * @yields The rows, one after another.
 */
export async function* csvRows(path: string, bytes: Uint8Array): AsyncGenerator<CsvRow> {
  for await (const { line, cells } of csvRecords(path, bytes, (heads) => checkHeads(path, heads))) {
    const active = readActive(cells['active'] ?? '');
    const problem = active === undefined && { problem: 'active must be true or false' };
    const company = companyIn(cells);
    yield { line, code: toCode(cells, active ?? true), company, ...problem };
  }
}

/** A file's text. Throws {@link CodesCsvError} if it is not UTF-8. */
export function decode(path: string, bytes: Uint8Array, format = 'CSV UTF-8'): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const problem = `it is not UTF-8. Save it as "${format}"`;
    throw new CodesCsvError(`Cannot read ${path}: ${problem}`, { cause });
  }
}

/** A record, its cells by their columns. */
export interface CsvRecord {
  /** Its first: a cell in quotes may have several. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}
const WithInfo: z.ZodMiniType<CsvRecord> = z.pipe(
  z.object({
    info: z.object({ lines: z.number() }),
    raw: z.string(),
    record: z.record(z.string(), z.string()),
  }),
  // The parser counts to the last line; empty ones before the record are in its text too.
  z.transform(({ info, raw, record }) => ({
    line: info.lines - (raw.trim().split('\n').length - 1),
    cells: record,
  })),
);

/** Rows and bytes that are parsed before others get their turn. */
export const rowsAtOnce = 100;
const bytesAtOnce = 4096;

const [lf, cr] = [10, 13];

/**
 * With LF for every line end: of a CRLF within quotes the parser makes two lines.
 *
 * @yields The bytes, a few at a time.
 */
function* inParts(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += bytesAtOnce) {
    yield bytes
      .subarray(at, at + bytesAtOnce)
      .filter((byte, index) => byte !== lf || bytes[at + index - 1] !== cr)
      .map((byte) => (byte === cr ? lf : byte));
  }
}

/**
 * Throws {@link CodesCsvError} if it is not CSV, and what `toColumns` throws.
 *
 * @param toColumns - Maps the heads, trimmed and in lower case, to names of columns.
 *
 * @yields The records, one after another.
 */
export async function* csvRecords(
  path: string,
  bytes: Uint8Array,
  toColumns: (heads: readonly string[]) => string[],
): AsyncGenerator<CsvRecord> {
  // Without a line there are no heads to check, and an empty file would pass as an import.
  if (decode(path, bytes).trim() === '') toColumns([]);
  try {
    const parser = parse({
      bom: true,
      columns: (heads: string[]) => toColumns(heads.map((head) => head.trim().toLowerCase())),
      delimiter: [',', ';', '\t'],
      info: true,
      raw: true,
      record_delimiter: '\n',
      skip_empty_lines: true,
      trim: true,
    });
    // With `info` each record comes wrapped, which the package's own types do not know.
    for await (const record of Readable.from(inParts(bytes)).pipe(parser)) {
      yield WithInfo.parse(record);
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new CodesCsvError(`Cannot read ${path}: ${cause.message}`, { cause });
  }
}

function checkHeads(path: string, heads: readonly string[]): string[] {
  for (const head of heads) {
    if (columns.includes(head) || columnsOfExports.has(head)) continue;
    const hint = didYouMean(head, columns) || ` There are: ${columns.join(', ')}.`;
    throw new CodesCsvError(
      `Cannot read ${path}: "${head}" in the first line is no column.${hint}`,
    );
  }
  if (!heads.includes('code')) {
    throw new CodesCsvError(
      `Cannot read ${path}: the first line must name the columns, "code" too`,
    );
  }
  if (new Set(heads).size < heads.length) {
    throw new CodesCsvError(`Cannot read ${path}: the first line names a column twice`);
  }
  return [...heads];
}

/** Our own output is read back as it was; for cells of others, this is a guess. */
function textIn(cells: CsvRecord['cells'], column: 'code' | 'company'): string {
  const { [column]: text = '' } = cells;
  return codeColumns.every((name) => name in cells) ? asItWas(text) : withoutApostrophe(text);
}

/** The code that a record names. */
export function codeIn(cells: CsvRecord['cells']): string {
  return textIn(cells, 'code');
}

/** The ID of the company that a record names, if it names one. */
export function companyIn(cells: CsvRecord['cells']): string | undefined {
  return textIn(cells, 'company') || undefined;
}

function toCode(cells: Readonly<Record<string, string>>, active: boolean): NewCode {
  const { limit = '', held = '', timezone = '', starts = '', ends = '' } = cells;
  return {
    code: codeIn(cells),
    active,
    ...(limit !== '' && { limit: limitLeft(numberOf(limit), Number(held)) }),
    ...(timezone !== '' && { timezone }),
    ...(starts !== '' && { starts }),
    ...(ends !== '' && { ends }),
  };
}

/** Uses that the previous store holds for its leads are redeemed there. */
export function limitLeft(limit: number, held: number): number {
  return Math.min(limit, Math.max(0, limit - held));
}

/** What is not a number stays as it is: the backend says what a limit must be. */
function numberOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function readActive(text: string): boolean | undefined {
  const value = text.toLowerCase();
  if (['', 'true', '1', 'yes', 'on'].includes(value)) return true;
  return ['false', '0', 'no', 'off'].includes(value) ? false : undefined;
}

/** The same for a file sent by HTTP: one that cannot be read has its problem on line 1. */
export async function readCodes(bytes: Uint8Array, pause: () => Promise<void>): Promise<CodesFile> {
  try {
    return await parseCodesCsv('the file', bytes, pause);
  } catch (error) {
    if (!(error instanceof CodesCsvError)) throw error;
    return { rows: [], problems: [{ line: 1, problem: error.message }] };
  }
}
