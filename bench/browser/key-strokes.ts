import type { Browser, CDPSession } from 'playwright-core';
import { median, rounded, type Section } from '../report.ts';
import { trace } from './trace.ts';

/** A page, the selector of its field, possibly in an open shadow root, and what is typed. */
interface Field {
  readonly page: string;
  readonly selector: string;
  readonly text: string;
}

const fields: readonly Field[] = [
  { page: 'form-native-html', selector: '[name=name]', text: 'Maria Magdalena Sinaga' },
  { page: 'promo-code-input', selector: '#input', text: 'WELCOME10SUMMERSALE2026' },
  { page: 'lead-form', selector: '#first_name', text: 'Maria Magdalena Sinaga' },
  { page: 'lead-form', selector: '#last_name', text: 'Wijaya Kusuma Hadiningrat' },
  { page: 'lead-form', selector: '#phone', text: '+62 812 3456 7890' },
];

const rounds = 5;
export const keyStrokeGoalMs = 1;

/** CPU of the page's thread for one key. */
interface Cost {
  readonly scriptMs: number;
  /** Including the browser's own work: events, layout, paint. */
  readonly taskMs: number;
}

export interface KeyStrokes {
  readonly section: Section;
  /** CPU in scripts of the slowest field, by throttle. */
  readonly slowestMs: (throttle: number) => number;
}

/** What each key costs in scripts, typed into the real field of a real page. */
export async function measureKeyStrokes(
  browser: Browser,
  url: string,
  say: (text: string) => void,
): Promise<KeyStrokes> {
  const all: (Cost & { readonly throttle: number; readonly name: string })[] = [];
  for (const throttle of [1, 4]) {
    for (const field of fields) {
      const each: Cost[] = [];
      for (let round = 0; round < rounds; round += 1) {
        each.push(await typeInto(browser, url, field, throttle));
      }
      const name = `${field.page} ${field.selector}`;
      const scriptMs = median(each.map((one) => one.scriptMs));
      all.push({ throttle, name, scriptMs, taskMs: median(each.map(({ taskMs }) => taskMs)) });
      say(`a key in ${name}, ${throttle}x: ${rounded(scriptMs)} ms`);
    }
  }
  const of = (throttle: number): typeof all => all.filter((one) => one.throttle === throttle);
  return {
    slowestMs: (throttle) => Math.max(...of(throttle).map(({ scriptMs }) => scriptMs)),
    section: {
      title: 'Key strokes',
      text:
        'CPU for each key, down and up: in scripts, and in all with what the browser does by ' +
        `itself. The median of ${rounds} visits, of which each types a text.`,
      head: ['field', 'scripts ms, 1x', 'in all', 'scripts ms, 4x', 'in all'],
      rows: of(1).map(({ name, scriptMs, taskMs }, index) => [
        name,
        rounded(scriptMs),
        rounded(taskMs),
        rounded(of(4)[index]?.scriptMs ?? 0),
        rounded(of(4)[index]?.taskMs ?? 0),
      ]),
      raw: all,
    },
  };
}

async function typeInto(
  browser: Browser,
  url: string,
  { page: name, selector, text }: Field,
  throttle: number,
): Promise<Cost> {
  const context = await browser.newContext({ viewport: { width: 412, height: 915 } });
  try {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await page.goto(`${url}/${name}`, { waitUntil: 'load' });
    await page.locator(selector).focus();
    // What the focus loads does not count for a key.
    await page.waitForTimeout(600);
    // The first key compiles the code of the others.
    await press(devTools, 'A');
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    const { scriptMs, tasksMs } = await trace(browser, page, async () => {
      for (const char of text) await press(devTools, char);
    });
    return { scriptMs: scriptMs / text.length, taskMs: tasksMs / text.length };
  } finally {
    await context.close();
  }
}

async function press(devTools: CDPSession, text: string): Promise<void> {
  await devTools.send('Input.dispatchKeyEvent', { type: 'keyDown', text, key: text });
  await devTools.send('Input.dispatchKeyEvent', { type: 'keyUp', key: text });
}
