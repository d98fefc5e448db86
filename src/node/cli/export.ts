import { Option } from 'commander';
import type { CommonOptions } from './command.ts';
import type { Row } from './output.ts';
import type { Progress } from './terminal.ts';

export interface ExportOptions extends CommonOptions {
  readonly format: 'csv' | 'json';
}

export function formatOption(): Option {
  return new Option('--format <f>', 'csv or json').choices(['csv', 'json']).default('csv');
}

/** @yields {Row} The same rows, counted. */
export async function* counted(rows: AsyncIterable<Row>, progress: Progress): AsyncGenerator<Row> {
  let count = 0;
  for await (const row of rows) {
    yield row;
    count += 1;
    progress(count);
  }
}
