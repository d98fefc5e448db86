import { statSync } from 'node:fs';
import { rounded, type Section } from '../report.ts';
import { keyStrokeGoalMs, type KeyStrokes } from './key-strokes.ts';
import { type Figures, heapKbOf, type Loading } from './loading.ts';
import { formCount, longTaskMs, type ManyForms } from './many-forms.ts';
import { laterForm } from './pages.ts';

type Row = readonly [what: string, figure: number, atMost: number];

const field = 'promo-code-input';
const form = 'lead-form';
const withCode = 'lead-form, with a promo code';
/** As in the README's first example: without a plain form, nothing is painted before the script. */
const byTag = [`${form}, by its tag alone`, `${form}, by its tag alone, with a promo code`];
/** As in the guide "Without script", for a page that is painted at once. */
const styledInPage = [`${form}, styled in the page`, `${withCode}, styled in the page`];

/** The maximum cost of the elements, beside their cost in this run. */
export function sectionOfGoals(
  { figures }: Loading,
  keyStrokes: KeyStrokes,
  manyForms: ManyForms,
): Section {
  const of = (name: string, key: keyof Figures): number => figures.get(name)?.[key] ?? 0;
  const ratio = (name: string, key: keyof Figures): number => of(name, key) / of('floor-lit', key);
  const rows: readonly Row[] = [
    [`script CPU of ${field}, of floor-lit`, ratio(field, 'scriptMs'), 1.5],
    ...[form, withCode, ...byTag].map((name): Row => [
      `script CPU of ${name}, of floor-lit`,
      ratio(name, 'scriptMs'),
      2,
    ]),
    ...[field, form, withCode, ...styledInPage, ...byTag].map((name): Row => [
      `${name} visible, of floor-lit`,
      ratio(name, 'visibleMs'),
      1.25,
    ]),
    // The first paint is the page's own fields, which can be filled in from then on.
    ...[form, withCode].map((name): Row => [
      `${name} painted as the page's own form, of floor-lit visible`,
      of(name, 'firstPaintMs') / of('floor-lit', 'visibleMs'),
      1.25,
    ]),
    [`heap of ${field}, kB`, heapKbOf(figures, field), 200],
    ...[form, laterForm].map((name): Row => [`heap of ${name}, kB`, heapKbOf(figures, name), 350]),
    ...[field, form, withCode, ...styledInPage, ...byTag, 'lead-form, of a server'].map(
      (name): Row => [`layout shift of ${name}`, of(name, 'shift'), 0],
    ),
    ['a key stroke in the slowest field, ms', keyStrokes.slowestMs(1), keyStrokeGoalMs],
    ['the same, 4x throttled', keyStrokes.slowestMs(4), keyStrokeGoalMs],
    [`longest task of ${formCount} forms, ms`, manyForms.longestMs(1), longTaskMs],
    ['the same, 4x throttled', manyForms.longestMs(4), longTaskMs],
    ['bytes of promo-lead.js, brotli', statSync('dist/cdn/promo-lead.js.br').size, 14_600],
  ];
  return {
    title: 'Goals in the browser',
    text: 'A layout shift counts as none where it rounds to 0.00.',
    head: ['', 'measured', 'at most', 'holds'],
    rows: rows.map(([what, figure, atMost]) => [
      what,
      rounded(figure),
      atMost,
      figure <= atMost + (atMost === 0 ? 0.005 : 0) ? 'yes' : '**no**',
    ]),
  };
}
