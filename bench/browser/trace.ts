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
  readonly args: { readonly data?: { readonly url?: string } };
}

export interface Trace {
  /**
   * CPU of the page's thread in the page's own scripts, in ms: modules, callbacks and microtasks,
   * without the style and layout that they ask for. (`ScriptDuration` of Chromium's metrics leaves
   * microtasks out, in which Lit renders and what follows `await` and `import()` runs.)
   */
  readonly scriptMs: number;
  /** CPU of all tasks of that thread, in ms. */
  readonly tasksMs: number;
  /** CPU of the longest task of the page's thread, in ms: no other process adds to it. */
  readonly longestTaskMs: number;
}

/** What runs scripts and nothing besides, unlike `EventDispatch` and `TimerFire` around them. */
const scripts: ReadonlySet<string> = new Set([
  'EvaluateScript',
  'FunctionCall',
  'RunMicrotasks',
  'v8.compileModule',
  'v8.evaluateModule',
]);
const layouts: ReadonlySet<string> = new Set(['Layout', 'UpdateLayoutTree']);

/** What the main thread of a page did while `work` went on. */
export async function trace(
  browser: Browser,
  page: Page,
  work: () => Promise<unknown>,
): Promise<Trace> {
  const timeline = 'devtools.timeline';
  const categories = ['-*', timeline, `disabled-by-default-${timeline}`, 'v8.execute'];
  await browser.startTracing(page, { categories });
  await work();
  const text = (await browser.stopTracing()).toString();
  const { traceEvents } = JSON.parse(text) as { readonly traceEvents: readonly TraceEvent[] };
  // The browser's own process runs tasks too; a page alone runs scripts, and is laid out.
  const { pid, tid } = busiest(
    traceEvents.filter(({ name }) => scripts.has(name) || layouts.has(name)),
  );
  const own = traceEvents
    .filter((event) => event.pid === pid && event.tid === tid)
    .toSorted((one, other) => one.ts - other.ts);
  const tasks = own.filter(({ name }) => name === 'RunTask');
  const run = outermost(own.filter(isOfPage));
  const laidOut = outermost(own.filter(({ name }) => layouts.has(name)));
  const between = laidOut.filter(({ ts }) =>
    run.some((one) => one.ts <= ts && ts < one.ts + (one.dur ?? 0)),
  );
  return {
    scriptMs: (sumOf(run) - sumOf(between)) / 1000,
    tasksMs: sumOf(tasks) / 1000,
    longestTaskMs: Math.max(0, ...tasks.map(({ dur = 0, tdur = dur }) => tdur)) / 1000,
  };
}

/** What measures runs in the page too, of no file. Modules and microtasks are of no one file. */
function isOfPage({ name, args }: TraceEvent): boolean {
  const isOfFile = name === 'EvaluateScript' || name === 'FunctionCall';
  return scripts.has(name) && (!isOfFile || Boolean(args.data?.url));
}

function busiest(events: readonly TraceEvent[]): Pick<TraceEvent, 'pid' | 'tid'> {
  const threads = [...Map.groupBy(events, ({ pid, tid }) => `${pid} ${tid}`).values()];
  const [[one] = []] = threads.toSorted((some, other) => sumOf(other) - sumOf(some));
  return one ?? { pid: 0, tid: 0 };
}

/** Of events in their order: one may hold another, as a module the microtasks after it. */
function outermost(events: readonly TraceEvent[]): readonly TraceEvent[] {
  let until = 0;
  return events.filter(({ ts, dur = 0 }) => {
    if (ts < until) return false;
    until = ts + dur;
    return true;
  });
}

function sumOf(events: readonly TraceEvent[]): number {
  return events.reduce((sum, { dur = 0, tdur = dur }) => sum + tdur, 0);
}
