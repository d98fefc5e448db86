import type { Browser } from 'playwright-core';
import { median, rounded, type Section } from '../report.ts';
import { trace, type Trace } from './trace.ts';

const rounds = 5;
export const formCount = 100;
/** The shortest task that the browser calls long (W3C Long Tasks). */
export const longTaskMs = 50;

export interface ManyForms {
  readonly section: Section;
  readonly longestMs: (throttle: number) => number;
}

/** Pages with a hundred forms: ours, and native ones, which run no script. */
export interface ManyFormsPages {
  readonly ours: string;
  readonly native: string;
}

/** Whether a page stays responsive while a hundred forms are created on it. */
export async function measureManyForms(
  browser: Browser,
  urls: ManyFormsPages,
  say: (text: string) => void,
): Promise<ManyForms> {
  const longest = new Map<number, number>();
  const rows: (readonly [string, string, number, number])[] = [];
  for (const throttle of [1, 4]) {
    for (const kind of ['ours', 'native'] as const) {
      const { task, script } = await medianOf(browser, urls[kind], throttle);
      if (kind === 'ours') longest.set(throttle, task);
      rows.push([kind, `${throttle}x`, rounded(task), rounded(script)]);
      say(`${formCount} forms, ${kind}, ${throttle}x: the longest task ${rounded(task)} ms`);
    }
  }
  return {
    longestMs: (throttle) => longest.get(throttle) ?? 0,
    section: {
      title: `${formCount} forms on one page`,
      text:
        "From the page's markup to all of them rendered and at rest, CPU: " +
        `the median of ${rounds} visits.`,
      head: ['forms', 'throttle', 'longest task, ms', 'scripts, ms'],
      rows,
    },
  };
}

async function medianOf(
  browser: Browser,
  url: string,
  throttle: number,
): Promise<{ readonly task: number; readonly script: number }> {
  const visits: Pick<Trace, 'longestTaskMs' | 'scriptMs'>[] = [];
  for (let round = 0; round < rounds; round += 1) visits.push(await open(browser, url, throttle));
  return {
    task: median(visits.map(({ longestTaskMs }) => longestTaskMs)),
    script: median(visits.map(({ scriptMs }) => scriptMs)),
  };
}

async function open(
  browser: Browser,
  url: string,
  throttle: number,
): Promise<Pick<Trace, 'longestTaskMs' | 'scriptMs'>> {
  const context = await browser.newContext({ viewport: { width: 412, height: 915 } });
  try {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    return await trace(browser, page, async () => {
      await page.goto(url, { waitUntil: 'load' });
      await page.evaluate(async () => {
        const forms = [...document.querySelectorAll('lead-form')];
        while (!forms.every((form) => form.shadowRoot?.querySelector('button'))) {
          await new Promise(requestAnimationFrame);
        }
        // Waits for what runs when the page is idle.
        await new Promise((rested) => setTimeout(rested, 600));
      });
    });
  } finally {
    await context.close();
  }
}
