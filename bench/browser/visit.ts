import type { Browser, CDPSession } from 'playwright-core';
import type { BenchPage } from './pages.ts';
import { trace } from './trace.ts';

/** The cost of one visit to a page. */
export interface Visit {
  /** Until every control is painted and every element is defined. */
  readonly visibleMs: number;
  readonly firstPaintMs: number;
  /** The sum of what each task took beyond 50 ms. */
  readonly blockedMs: number;
  /** CLS: all layout shifts not caused by input. */
  readonly shift: number;
  /** CPU of the main thread, in scripts and in total. */
  readonly scriptMs: number;
  readonly taskMs: number;
  readonly heapBytes: number;
  /** Scripts and styles over the wire, without headers: until it is visible, and in total. */
  readonly bytes: number;
  readonly bytesInAll: number;
}

export interface VisitOptions {
  readonly url: string;
  readonly page: Pick<BenchPage, 'controls' | 'selector' | 'restMs'>;
  /** 4 for a phone in the lower half of the market (Lighthouse). */
  readonly throttle: number;
}

const anyControl =
  'input:not([type=hidden], [name=trap]), textarea, button, vaadin-button, input[type=submit]';

/** Waited after it is visible, for what a page does when idle. */
const restMsUsual = 400;

interface Watch {
  shift: number;
  blockedMs: number;
  readonly visible: Promise<number>;
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
}

/** Runs in the page, before its own scripts. */
function watch([selector, controls]: readonly [selector: string, controls: number]): void {
  const { promise, resolve } = Promise.withResolvers<number>();
  const seen: Watch = { shift: 0, blockedMs: 0, visible: promise };
  Object.assign(globalThis, { seen });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries() as LayoutShift[]) {
      if (!hadRecentInput) seen.shift += value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.blockedMs += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  const count = (root: ParentNode): number => {
    let found = 0;
    for (const one of root.querySelectorAll('*')) {
      const { width, height } = one.matches(selector)
        ? one.getBoundingClientRect()
        : { width: 0, height: 0 };
      if (width >= 20 && height >= 10) found += 1;
      if (one.shadowRoot) found += count(one.shadowRoot);
    }
    return found;
  };
  const look = (): void => {
    const app = document.querySelector('#app');
    if (app && !app.querySelector(':not(:defined)') && count(app) >= controls) {
      requestAnimationFrame(() => resolve(performance.now()));
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** In a fresh browser: no cache, no compiled code. */
export async function visit(
  browser: Browser,
  { url, page: bench, throttle }: VisitOptions,
): Promise<Visit> {
  const { controls, selector = anyControl, restMs = restMsUsual } = bench;
  const context = await browser.newContext({ viewport: { width: 412, height: 915 } });
  try {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await devTools.send('Performance.enable');
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    await page.addInitScript(watch, [selector, controls] as const);
    const { scriptMs, tasksMs } = await trace(browser, page, async () => {
      await page.goto(url, { waitUntil: 'commit' });
      await page.evaluate(rest, restMs);
    });
    const told = await page.evaluate(read);
    await devTools.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize = 0 } = await readMetrics(devTools);
    return { ...told, scriptMs, taskMs: tasksMs, heapBytes: JSHeapUsedSize };
  } finally {
    await context.close();
  }
}

/** Runs in the page. */
async function rest(ms: number): Promise<void> {
  await (globalThis as unknown as { readonly seen: Watch }).seen.visible;
  await new Promise((rested) => setTimeout(rested, ms));
}

/** Runs in the page, after all measuring. */
async function read(): Promise<Omit<Visit, 'scriptMs' | 'taskMs' | 'heapBytes'>> {
  const { seen } = globalThis as unknown as { readonly seen: Watch };
  const paints = performance.getEntriesByName('first-contentful-paint');
  const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const sizeOf = (some: typeof files): number =>
    some.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  return {
    visibleMs: await seen.visible,
    firstPaintMs: paints[0]?.startTime ?? 0,
    blockedMs: seen.blockedMs,
    shift: seen.shift,
    bytes: sizeOf(files.filter(({ name }) => !name.endsWith('.later.js'))),
    bytesInAll: sizeOf(files),
  };
}

/** Chromium's metrics of the page's thread, by name; times in seconds of CPU. */
async function readMetrics(devTools: CDPSession): Promise<Readonly<Record<string, number>>> {
  const { metrics } = await devTools.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}
