import type { Browser, CDPSession } from 'playwright-core';
import { median, rounded, type Section } from '../report.ts';
import { trace } from './trace.ts';

/** A page, the selector of its field, in an open shadow root or none, and what is typed. */
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

export interface KeyStrokes {
  readonly section: Section;
  /** Of the slowest field, by throttle. */
  readonly slowestMs: (throttle: number) => number;
}

/** What each key costs in scripts, typed into the real field of a real page. */
export async function measureKeyStrokes(
  browser: Browser,
  url: string,
  say: (text: string) => void,
): Promise<KeyStrokes> {
  const all: { readonly throttle: number; readonly name: string; readonly ms: number }[] = [];
  for (const throttle of [1, 4]) {
    for (const field of fields) {
      const each: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        each.push(await typeInto(browser, url, field, throttle));
      }
      all.push({ throttle, name: `${field.page} ${field.selector}`, ms: median(each) });
      say(`a key in ${field.page} ${field.selector}, ${throttle}x: ${rounded(median(each))} ms`);
    }
  }
  const of = (throttle: number): typeof all => all.filter((one) => one.throttle === throttle);
  return {
    // The first is the native one.
    slowestMs: (throttle) =>
      Math.max(
        ...of(throttle)
          .slice(1)
          .map(({ ms }) => ms),
      ),
    section: {
      title: 'Key strokes',
      text:
        'CPU in events and scripts for each key, down and up, with what is rendered after it, ' +
        'beside a native field, which has no script at all: the median of ' +
        `${rounds} visits, of which each types a text. By Chromium's trace, which adds to it.`,
      head: ['field', 'ms, 1x', 'ms, 4x'],
      rows: of(1).map(({ name, ms }, index) => [name, rounded(ms), rounded(of(4)[index]?.ms ?? 0)]),
      raw: all,
    },
  };
}

async function typeInto(
  browser: Browser,
  url: string,
  { page: name, selector, text }: Field,
  throttle: number,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 412, height: 915 } });
  try {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    await page.goto(`${url}/${name}`, { waitUntil: 'load' });
    await page.locator(selector).focus();
    // What the focus loads is no key's.
    await page.waitForTimeout(600);
    // The first key compiles what the others run.
    await press(devTools, 'A');
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    const { scriptMs } = await trace(browser, page, async () => {
      for (const char of text) await press(devTools, char);
    });
    return scriptMs / text.length;
  } finally {
    await context.close();
  }
}

async function press(devTools: CDPSession, text: string): Promise<void> {
  await devTools.send('Input.dispatchKeyEvent', { type: 'keyDown', text, key: text });
  await devTools.send('Input.dispatchKeyEvent', { type: 'keyUp', key: text });
}
