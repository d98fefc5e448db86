import { cellsOf, jsonLines, toCell } from '../../owner/index.ts';
import { csvRecord } from '../codes/csv.ts';
import { escapeInvisible } from '../log/escape-invisible.ts';
import { CommandError } from './command-error.ts';
import { tableLines, toText } from './table.ts';
import { OutputClosed, tell, type Terminal, write } from './terminal.ts';

/** A row, with the field names of `--json`. */
export type Row = object;
export type Rows = AsyncIterable<Row> | Iterable<Row>;

export interface ListOptions {
  readonly json: boolean;
  /** What a table shows; `--json` has every field. */
  readonly columns: readonly string[];
  /** What to say if there are no rows, and what to do about it. */
  readonly none: string | undefined;
}

/** A table, or an array of JSON, row by row as they come. */
export async function printList(
  terminal: Terminal,
  rows: Rows,
  { json, columns, none }: ListOptions,
): Promise<void> {
  if (json) return printJsonArray(terminal, rows);
  let isEmpty = true;
  for await (const line of tableLines(columns, cellsOf(rows, columns))) {
    isEmpty = false;
    await write(terminal.stdout, `${line}\n`);
  }
  // Not on standard output: a script that counts lines counts none.
  if (isEmpty && none !== undefined) await tell(terminal, none);
}

/**
 * Like {@link printList}, for rows that come as work is done: all of it is done, even if nobody
 * reads on. Returns why not all could be written.
 */
export async function printResults(
  terminal: Terminal,
  results: AsyncGenerator<Row>,
  options: ListOptions,
): Promise<Error | undefined> {
  // Without `return()`: a loop that is left early would call it and end the work.
  const rows: Rows = { [Symbol.asyncIterator]: () => ({ next: () => results.next() }) };
  let unwritten: Error | undefined;
  try {
    await printList(terminal, rows, options);
  } catch (error) {
    if (!(error instanceof OutputClosed || error instanceof CommandError)) throw error;
    unwritten = error;
  }
  while ((await results.next()).done !== true);
  return unwritten;
}

export async function printJsonArray({ stdout }: Terminal, rows: Rows): Promise<void> {
  for await (const line of jsonLines(rows)) await write(stdout, escapeInvisible(line));
}

export async function printCsv(
  { stdout }: Terminal,
  rows: Rows,
  columns: readonly string[],
): Promise<void> {
  await write(stdout, csvRecord(columns));
  for await (const cells of cellsOf(rows, columns)) await write(stdout, csvRecord(cells));
}

/** One object: as JSON, or a line for each field. */
export async function printRecord(
  { stdout }: Terminal,
  record: Row,
  { json }: { readonly json: boolean },
): Promise<void> {
  if (json) return write(stdout, escapeInvisible(`${JSON.stringify(record, null, 2)}\n`));
  const fields = Object.entries(record);
  const width = Math.max(...fields.map(([name]) => name.length));
  for (const [name, value] of fields) {
    const label = name.replaceAll('_', ' ').padEnd(width);
    await write(stdout, `${label}  ${toText(toCell(value))}\n`);
  }
}
