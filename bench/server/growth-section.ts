import { exponentOf, type Plot } from '../plot.ts';
import { rounded, type Section } from '../report.ts';
import type { Measured } from './load.ts';

export type Say = (text: string) => void;
export type Point = readonly [x: number, measured: Measured & { readonly residentMb: number }];

/** How a cost grows with something: table, plot, and the exponent of each line. */
export function sectionOf(title: string, text: string, points: readonly Point[]): Section {
  const line = (name: string, of: (measured: Point[1]) => number): Plot['lines'][number] => ({
    name,
    // 0 has no logarithm, so what is too small to measure counts as the smallest measurable value.
    points: points.map(([x, measured]) => [x, Math.max(0.01, of(measured))] as const),
  });
  const lines = [
    line('requests a second', ({ perSecond }) => perSecond),
    line('p99 ms', ({ p99Ms }) => p99Ms),
    line('CPU µs each', ({ cpuUsPerRequest }) => cpuUsPerRequest),
    line('MB', (measured) => measured.residentMb),
  ];
  const slopes = lines.map((each) => `${each.name} ${exponentOf(each.points).toFixed(2)}`);
  return {
    title,
    text: `${text} Exponents: ${slopes.join(', ')}.`,
    head: [title.toLowerCase(), 'a second', 'CPU µs each', 'p50 ms', 'p99 ms', 'MB', 'failed'],
    rows: points.map(([x, measured]) => [
      x,
      Math.round(measured.perSecond),
      Math.round(measured.cpuUsPerRequest),
      rounded(measured.p50Ms),
      rounded(measured.p99Ms),
      Math.round(measured.residentMb),
      measured.failed,
    ]),
    plots: [{ title, x: title.toLowerCase(), y: '', lines }],
    raw: points,
  };
}
