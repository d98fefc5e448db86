import type { Page } from 'playwright-core';

/** Shown as 0.00 by the web's metric CLS, which ignores shifts after a click. */
export const shiftMax = 0.005;

/** Counts every layout shift from the first paint on; for a page's head, or an init script. */
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
