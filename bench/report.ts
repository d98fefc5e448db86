import { type Bars, drawBars } from './bars.ts';
import { type Plot, drawPlot } from './plot.ts';

/** The measurements about one question. */
export interface Section {
  readonly title: string;
  /** What was done, and how to read it. */
  readonly text: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly plots?: readonly (Plot | Bars)[];
  /** The data behind the table. */
  readonly raw?: unknown;
}

/** Returns the files of a report by name: `report.md` and its plots. */
export function writeReport(
  circumstances: Readonly<Record<string, string | number>>,
  sections: readonly Section[],
): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const lines = ['# Measured', '', ...table(['', ''], Object.entries(circumstances)), ''];
  for (const { title, text, head, rows, plots = [] } of sections) {
    lines.push(`## ${title}`, '', text, '', ...table(head, rows), '');
    for (const plot of plots) {
      const file = `${plot.title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.svg`;
      files[file] = 'bars' in plot ? drawBars(plot) : drawPlot(plot);
      lines.push(`![${plot.title}](${file})`, '');
    }
  }
  files['report.md'] = lines.join('\n');
  return files;
}

function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** To three digits: such figures are not more precise. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : 0;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}
