import type { Browser } from 'playwright-core';
import type { Bars } from '../bars.ts';
import { median, rounded, type Section } from '../report.ts';
import { type BenchPage, pages } from './pages.ts';
import { type Visit, visit } from './visit.ts';

const rounds = 15;
const throttle = 4;

/** The median of each figure. */
export type Figures = Visit;

export interface Loading {
  readonly sections: readonly Section[];
  readonly figures: ReadonlyMap<string, Figures>;
}

/** Visits the pages in turn, round by round, so that other load on the machine affects all. */
export async function measureLoading(
  browser: Browser,
  url: string,
  until: number,
  say: (text: string) => void,
): Promise<Loading> {
  const visits = new Map<string, Visit[]>(pages.map(({ name }) => [name, []]));
  let done = 0;
  // The first round warms the browser up.
  for (let round = 0; round <= rounds && (round < 3 || performance.now() < until); round += 1) {
    say(round === 0 ? 'loading: warming up' : `loading: round ${round} of ${rounds}`);
    for (const page of pages) {
      const address = `${url}/${encodeURIComponent(page.name)}`;
      const made = await visit(browser, { url: address, page, throttle });
      if (round > 0) visits.get(page.name)?.push(made);
    }
    done = round;
  }
  const figures = new Map(Array.from(visits, ([name, made]) => [name, medianOf(made)] as const));
  const text =
    `CPU ${throttle}x slower, each file after 100 ms, a phone's screen. The median of ${done} ` +
    'visits each, one after another in turn. Visible: when all controls are painted. Script: ' +
    'CPU of the main thread in scripts until 0.4 s later, with the later half until 3 s later. ' +
    'Heap: after a collection, over the empty page.';
  return {
    figures,
    sections: [{ ...tableOf(figures, text), plots: plotsOf(figures), raw: [...visits] }],
  };
}

function medianOf(visits: readonly Visit[]): Figures {
  const names = Object.keys(visits[0] ?? {}) as (keyof Visit)[];
  const entries = names.map((name) => [name, median(visits.map((one) => one[name]))] as const);
  return Object.fromEntries(entries) as unknown as Figures;
}

/** The heap of a page, minus that of the empty one. */
export function heapKbOf(figures: Loading['figures'], name: string): number {
  const [own, empty] = [figures.get(name), figures.get('empty')];
  return ((own?.heapBytes ?? 0) - (empty?.heapBytes ?? 0)) / 1000;
}

function tableOf(figures: Loading['figures'], text: string): Section {
  return {
    title: 'Loading',
    text,
    head: [
      'page',
      'script ms',
      'of floor-lit',
      'task ms',
      'first paint ms',
      'visible ms',
      'of floor-lit',
      'blocked ms',
      'shift',
      'heap kB',
      'bytes',
      'with the later ones',
    ],
    rows: pages.map((page) => rowOf(page, figures)),
  };
}

function rowOf({ name, kind }: BenchPage, figures: Loading['figures']): Section['rows'][number] {
  const [own, floor] = [figures.get(name), figures.get('floor-lit')];
  if (!own || !floor) return [name];
  return [
    kind === 'ours' ? `**${name}**` : name,
    rounded(own.scriptMs),
    (own.scriptMs / floor.scriptMs).toFixed(2),
    Math.round(own.taskMs),
    Math.round(own.firstPaintMs),
    Math.round(own.visibleMs),
    (own.visibleMs / floor.visibleMs).toFixed(2),
    Math.round(own.blockedMs),
    own.shift.toFixed(3),
    Math.round(heapKbOf(figures, name)),
    own.bytes,
    own.bytesInAll,
  ];
}

function plotsOf(figures: Loading['figures']): readonly Bars[] {
  return [
    barsOf('Script CPU', 'ms', (name) => figures.get(name)?.scriptMs ?? 0),
    barsOf('Visible after', 'ms', (name) => figures.get(name)?.visibleMs ?? 0),
    barsOf('Heap over the empty page', 'kB', (name) => heapKbOf(figures, name)),
    barsOf('Scripts and styles until visible', 'bytes', (name) => figures.get(name)?.bytes ?? 0),
    barsOf('Layout shift', 'CLS', (name) => figures.get(name)?.shift ?? 0),
  ];
}

function barsOf(title: string, unit: string, of: (name: string) => number): Bars {
  const shown = pages.filter(({ name }) => name !== 'empty');
  return {
    title,
    unit,
    bars: shown.map(({ name, kind }) => ({ name, isOurs: kind === 'ours', value: of(name) })),
  };
}
