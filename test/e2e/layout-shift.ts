import type { Page } from 'playwright-core';

/** What the web's own metric (CLS) shows as 0.00, though that leaves out what follows a click. */
export const shiftMax = 0.005;

/** Counts every layout shift, from the first paint on: in a page's head, or as an init script. */
export const shiftObserver = `
  shifts = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
    .observe({ type: 'layout-shift', buffered: true });
`;

/** The sum of the scores since the last call. */
export async function takeShift(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { shifts } = globalThis as unknown as { readonly shifts: number[] };
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    for (const _ of [1, 2, 3]) await frame();
    return shifts.splice(0).reduce((sum, value) => sum + value, 0);
  });
}
