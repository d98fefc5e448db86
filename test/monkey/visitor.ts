import {
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
  type Route,
} from 'playwright-core';
import { delay } from '../../src/proxy/delay.ts';
import { screens } from '../e2e/visit.ts';
import { chromiumOptions } from '../support/browsers/chromium.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Shop } from './shop.ts';

/** What a page was told by its form. */
export interface Told {
  readonly type: string;
  /** The form: its tab, page and place. It is the same after a reload. */
  readonly form: string;
  readonly phone: string | undefined;
  readonly ref: string | undefined;
}

/** What becomes of a call to the proxy; `lost`: it arrives, and its answer does not. */
export const moods = ['well', 'well', 'refused', 'lost', 'lost', 503, 502, 'slow'] as const;
export type Mood = (typeof moods)[number];

const slowMs = 1500;
/** A form that cannot be used just now is left alone. */
const patienceMs = 900;

/** A person with a browser, which keeps its profile when it is closed or crashes. */
export class Visitor {
  mood: Mood = 'well';
  readonly told: Told[] = [];
  /** What happened, for whoever looks for the reason of a failure. */
  readonly story: string[] = [];
  readonly pageErrors: string[] = [];
  readonly #shop: Shop;
  readonly #profile: string = temporaryFolder();
  #context: BrowserContext | undefined;
  #page: Page | undefined;

  constructor(shop: Shop) {
    this.#shop = shop;
  }

  get context(): BrowserContext {
    if (!this.#context) throw new Error('Cannot use the browser: it is closed');
    return this.#context;
  }

  /** The tab that the visitor looks at. */
  get page(): Page {
    if (!this.#page) throw new Error('Cannot use the tab: it is closed');
    return this.#page;
  }

  async open(): Promise<void> {
    const context = await chromium.launchPersistentContext(this.#profile, {
      ...chromiumOptions('whole'),
      viewport: screens.phone,
      reducedMotion: 'reduce',
    });
    this.#context = context;
    context.setDefaultTimeout(patienceMs);
    await context.exposeBinding('tell', (_, told: Told) => this.#hear(told));
    await context.addInitScript(listen);
    await context.route(`${this.#shop.url}/v1/**`, (route) => this.#answer(route));
    this.#page = context.pages()[0] ?? (await context.newPage());
    this.#page.on('pageerror', ({ message }) => this.pageErrors.push(message));
    await this.go('/');
  }

  async close(): Promise<void> {
    await this.#context?.close();
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.#shop.pages + path);
  }

  async openTab(): Promise<void> {
    this.#page = await this.context.newPage();
    this.#page.on('pageerror', ({ message }) => this.pageErrors.push(message));
    await this.go('/');
  }

  async lookAt(page: Page | undefined): Promise<void> {
    this.#page = page ?? (await this.context.newPage());
    await this.#page.bringToFront();
  }

  button(name: RegExp, place: number): Locator {
    return this.page.getByRole('button', { name }).nth(place);
  }

  #hear(told: Told): void {
    this.told.push(told);
    const { type, form, phone = '', ref = '' } = told;
    this.story.push(`    ${type} ${form} ${phone} ${ref}`);
  }

  async #answer(route: Route): Promise<void> {
    try {
      await answerBy(this.mood, route, this.#shop.pages);
    } catch {
      // The page has gone, or the server was killed meanwhile.
    }
  }
}

async function answerBy(mood: Mood, route: Route, origin: string): Promise<void> {
  if (mood === 'lost') await route.fetch();
  if (mood === 'lost' || mood === 'refused') return route.abort();
  if (mood === 'slow') await delay(slowMs);
  if (typeof mood === 'string') return route.continue();
  const headers = { 'access-control-allow-origin': origin, 'retry-after': '1' };
  return route.fulfill({ status: mood, headers, body: '' });
}

/** Runs in each page. */
function listen(): void {
  const types = ['lead-submit', 'lead-accepted', 'lead-queued', 'lead-error', 'lead-refused'];
  const { tell } = globalThis as unknown as { readonly tell: (told: Told) => void };
  const heard = (event: Event): void => {
    const { type, target, lead, receipt } = event as Event & {
      readonly lead?: { readonly phone: string };
      readonly receipt?: { readonly ref: string };
    };
    sessionStorage['tab'] ??= Math.random().toString(36).slice(2, 8);
    const place = Array.from<unknown>(document.querySelectorAll('lead-form')).indexOf(target);
    const form = `${sessionStorage['tab']}${location.pathname}${place}`;
    tell({ type, form, phone: lead?.phone, ref: receipt?.ref });
  };
  for (const type of types) addEventListener(type, heard);
}
