import type { Cell } from '../../owner/index.ts';
import { visible } from './terminal.ts';

/** Rows that decide the widths; later ones are never cut, but may be out of line. */
const sampleSize = 500;
const gap = '  ';

/** @yields {string} A table's lines, its columns under one another; the rows may be a million. */
export async function* tableLines(
  columns: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<string> {
  const heads = columns.map((column) => column.toUpperCase().replaceAll('_', ' '));
  let sample: string[][] | undefined = [heads];
  let widths: readonly number[] = [];
  for await (const row of rows) {
    const cells = row.map(toText);
    if (!sample) {
      yield toLine(cells, widths);
      continue;
    }
    sample.push(cells);
    if (sample.length <= sampleSize) continue;
    widths = widthsOf(sample);
    yield* sample.map((line) => toLine(line, widths));
    sample = undefined;
  }
  if (!sample || sample.length === 1) return;
  widths = widthsOf(sample);
  yield* sample.map((line) => toLine(line, widths));
}

function widthsOf(rows: readonly string[][]): readonly number[] {
  const columns = rows[0]?.length ?? 0;
  return Array.from({ length: columns }, (_, column) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? '')), 0),
  );
}

function toLine(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map(
    (cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))),
  );
  return padded.join(gap).trimEnd();
}

/** Combining marks take no width of their own. */
function widthOf(text: string): number {
  return Array.from(text.replace(/\p{M}/gu, '')).length;
}

export function toText(value: Cell): string {
  if (value === null || value === undefined || value === '') return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return visible(String(value));
}
