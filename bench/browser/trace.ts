import type { Browser, Page } from 'playwright-core';

/** As Chromium's trace has it; times in µs. */
interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur?: number;
  /** Of the thread's CPU, where the platform tells. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly data?: { readonly type?: string } };
}

export interface Trace {
  /** CPU of the page's thread in listeners and what they leave to microtasks, in ms. */
  readonly scriptMs: number;
  /** CPU of the longest task of the page's thread, in ms: no other process adds to it. */
  readonly longestTaskMs: number;
}

const scripts: ReadonlySet<string> = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FireIdleCallback',
  'FunctionCall',
  'RunMicrotasks',
  'TimerFire',
]);

/** What the main thread of a page did while `work` went on. */
export async function trace(
  browser: Browser,
  page: Page,
  work: () => Promise<unknown>,
): Promise<Trace> {
  const categories = ['-*', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];
  await browser.startTracing(page, { categories });
  await work();
  const text = (await browser.stopTracing()).toString();
  const { traceEvents } = JSON.parse(text) as { readonly traceEvents: readonly TraceEvent[] };
  // The browser's own process runs tasks too; a page alone parses and dispatches.
  const { pid, tid } = busiest(traceEvents.filter(({ name }) => scripts.has(name)));
  const own = traceEvents.filter((event) => event.pid === pid && event.tid === tid);
  const tasks = own.filter(({ name }) => name === 'RunTask');
  return {
    scriptMs: sumOfOutermost(own.filter(({ name }) => scripts.has(name))) / 1000,
    longestTaskMs: Math.max(0, ...tasks.map(({ dur = 0, tdur = dur }) => tdur)) / 1000,
  };
}

function busiest(events: readonly TraceEvent[]): Pick<TraceEvent, 'pid' | 'tid'> {
  const threads = [...Map.groupBy(events, ({ pid, tid }) => `${pid} ${tid}`).values()];
  const [[one] = []] = threads.toSorted(
    (some, other) => sumOfOutermost(other) - sumOfOutermost(some),
  );
  return one ?? { pid: 0, tid: 0 };
}

/** One may hold another: a listener, the microtasks after it. */
function sumOfOutermost(events: readonly TraceEvent[]): number {
  let [sum, until] = [0, 0];
  for (const { ts, dur = 0, tdur } of events.toSorted((one, other) => one.ts - other.ts)) {
    if (ts < until) continue;
    until = ts + dur;
    sum += tdur ?? dur;
  }
  return sum;
}
