/**
 * `node bench/browser/pairs.ts OTHER/dist/cdn [THROTTLE [ROUNDS]]`: compares the script-tag files
 * of another build with ours, page by page in turn, so that other load on the machine affects both.
 */
import { resolve } from 'node:path';
import { launchChromium } from '../../test/support/browsers/chromium.ts';
import { median } from '../report.ts';
import { type BenchPage, laterForm, pages } from './pages.ts';
import { documentOf, makeAssets, openSite } from './site.ts';
import { type Visit, visit } from './visit.ts';

const [, , other, throttle = '1', rounds = '15'] = process.argv;
if (other === undefined) throw new Error('Cannot compare: name the dist/cdn of another build');

const floor = 'floor-lit';
const form = 'lead-form';
const names = new Set([
  'empty',
  floor,
  'promo-code-input',
  form,
  laterForm,
  `${form}, with a promo code`,
]);
const byTag = `${form}, by its tag alone`;
const compared = pages.filter(({ name }) => names.has(name) || name.startsWith(byTag));
const delayMs = 100;

async function openBuild(scriptTagFiles?: string): ReturnType<typeof openSite> {
  const assets = await makeAssets(compared, scriptTagFiles);
  const documents = compared.map((page) => [`/${page.name}`, documentOf(page, assets)] as const);
  return openSite(new Map(documents), assets, delayMs);
}

await using theirs = await openBuild(resolve(other));
await using ours = await openBuild();
const builds = { theirs, ours };
const browser = await launchChromium('whole');
const visits = new Map<string, Visit[]>();

async function measure(page: BenchPage, build: keyof typeof builds): Promise<void> {
  const url = `${builds[build].url}/${encodeURIComponent(page.name)}`;
  const made = await visit(browser, { url, page, throttle: Number(throttle) });
  const key = `${page.name}, ${build}`;
  visits.set(key, [...(visits.get(key) ?? []), made]);
}

for (let round = 0; round <= Number(rounds); round += 1) {
  // The first round warms the browser up.
  if (round === 1) visits.clear();
  for (const page of compared) {
    await measure(page, 'theirs');
    await measure(page, 'ours');
  }
}
await browser.close();

function medianOf(key: string, of: (visit: Visit) => number): number {
  return median((visits.get(key) ?? []).map(of));
}

const heapKb = (key: string): number => medianOf(key, ({ heapBytes }) => heapBytes) / 1000;
const lines = Array.from(visits.keys(), (key) => {
  const script = medianOf(key, ({ scriptMs }) => scriptMs);
  const ofFloor = script / medianOf(`${floor}, ours`, ({ scriptMs }) => scriptMs);
  const visible = medianOf(key, ({ visibleMs }) => visibleMs);
  const heap = heapKb(key) - heapKb('empty, ours');
  return [key, script.toFixed(2), ofFloor.toFixed(2), Math.round(visible), Math.round(heap)];
});
const head = ['page', 'script ms', 'of floor-lit', 'visible ms', 'heap kB'];
const table = [head, head.map(() => '---'), ...lines];
process.stdout.write(table.map((cells) => `| ${cells.join(' | ')} |\n`).join(''));
