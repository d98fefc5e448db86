import type { Browser, Page } from 'playwright-core';

/** An event of Chromium's trace; times in µs. */
interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of the thread, if the platform provides it. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly data?: { readonly url?: string } };
}

export interface Trace {
  /**
   * CPU of the page's thread in the page's own scripts, in ms: modules, callbacks and microtasks,
   * without the style and layout that they cause. (`ScriptDuration` of Chromium's metrics leaves
   * out microtasks, in which Lit renders and code after `await` and `import()` runs.)
   */
  readonly scriptMs: number;
  /** CPU of all tasks of that thread, in ms. */
  readonly tasksMs: number;
  /** CPU of the longest task of the page's thread, in ms: no other process adds to it. */
  readonly longestTaskMs: number;
}

/** Events that run only scripts, unlike `EventDispatch` and `TimerFire` around them. */
const scripts: ReadonlySet<string> = new Set([
  'EvaluateScript',
  'FunctionCall',
  'RunMicrotasks',
  'v8.compileModule',
  'v8.evaluateModule',
]);
const layouts: ReadonlySet<string> = new Set(['Layout', 'UpdateLayoutTree']);

/** What the main thread of a page did during `work`. */
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
  // The browser's own process runs tasks too, but only a page runs scripts and layout.
  const { pid, tid } = busiest(
    withoutBrowserPages(traceEvents).filter(({ name }) => scripts.has(name) || layouts.has(name)),
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

/** Excludes the measuring code, which has no file. Modules and microtasks have no single file. */
function isOfPage({ name, args }: TraceEvent): boolean {
  const isOfFile = name === 'EvaluateScript' || name === 'FunctionCall';
  return scripts.has(name) && (!isOfFile || Boolean(args.data?.url));
}

/** Leaves out the threads of the browser's own pages, such as the list below its address bar. */
function withoutBrowserPages(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const isOwn = ({ args }: TraceEvent): boolean | undefined =>
    args.data?.url?.startsWith('chrome:');
  const processes = new Set(events.filter(isOwn).map(({ pid }) => pid));
  return events.filter(({ pid }) => !processes.has(pid));
}

function busiest(events: readonly TraceEvent[]): Pick<TraceEvent, 'pid' | 'tid'> {
  const threads = [...Map.groupBy(events, ({ pid, tid }) => `${pid} ${tid}`).values()];
  const [[one] = []] = threads.toSorted((some, other) => sumOf(other) - sumOf(some));
  return one ?? { pid: 0, tid: 0 };
}

/** The outermost of sorted events: a module, for example, contains the microtasks after it. */
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
