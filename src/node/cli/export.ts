import { Option } from 'commander';
import type { CommonOptions } from './command.ts';
import { printCsv, printJsonArray, type Row } from './output.ts';
import { createProgress, type Terminal } from './terminal.ts';

export interface ExportOptions extends CommonOptions {
  readonly format: 'csv' | 'json';
}

export function formatOption(): Option {
  return new Option('--format <f>', 'csv or json').choices(['csv', 'json']).default('csv');
}

export interface Export {
  /** What the rows are called in the progress. */
  readonly what: string;
  /** For CSV; JSON has every field. */
  readonly columns: readonly string[];
  readonly options: ExportOptions;
}

/** Writes rows to standard output as they come, and shows their number if that is a file. */
export async function exportRows(
  terminal: Terminal,
  rows: AsyncIterable<Row>,
  { what, columns, options }: Export,
): Promise<void> {
  const progress = createProgress(terminal, what);
  const passed = terminal.stdout.isTTY === true ? rows : counted(rows, progress);
  const isJson = options.json === true || options.format === 'json';
  await (isJson ? printJsonArray(terminal, passed) : printCsv(terminal, passed, columns));
  progress.end();
}

/** @yields {Row} The same rows, counted. */
async function* counted(
  rows: AsyncIterable<Row>,
  show: (count: number) => void,
): AsyncGenerator<Row> {
  let count = 0;
  for await (const row of rows) {
    yield row;
    count += 1;
    show(count);
  }
}
