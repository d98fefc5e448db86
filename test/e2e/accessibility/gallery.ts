import { readFile } from 'node:fs/promises';
import { after } from 'node:test';
import { serve } from '@hono/node-server';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { languages } from '../../../src/elements/shared/languages.ts';
import { visit } from '../visit.ts';
import { answers, journey, type State, states } from './states.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };
const script = { 'content-type': 'text/javascript; charset=utf-8' };

/** Serves the script-tag files, a page of states at `/?state=NAME…`, and the answers to each. */
export async function startGallery(): Promise<string> {
  const listening = Promise.withResolvers<number>();
  const server = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
    listening.resolve(port),
  );
  after(() => {
    server.close();
    // Some states wait for an answer that never comes.
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  return `http://127.0.0.1:${await listening.promise}`;
}

async function answer(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === '/') return new Response(pageOf(searchParams), { headers: html });
  if (request.method === 'GET') {
    const text = await readFile(`dist/cdn${pathname}`).catch(() => undefined);
    return text ? new Response(text, { headers: script }) : new Response(null, { status: 404 });
  }
  // Counts of views are answered at once: six hanging requests would block all others.
  if (pathname.endsWith('/v1/views')) return new Response(null, { status: 204 });
  const { promise: never } = Promise.withResolvers<Response>();
  return answers[pathname.split('/')[1] ?? '']?.(pathname) ?? never;
}

function pageOf(params: URLSearchParams): string {
  const names = params.getAll('state');
  const shown =
    names.length === 0 ? states : [...states, journey].filter(({ name }) => names.includes(name));
  return `<!doctype html>
    <html lang="${params.get('lang') ?? 'en'}" dir="${params.get('dir') ?? 'ltr'}">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Gallery</title>
      <style>
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: Canvas }
        main { max-width: 40rem; margin: auto; padding: 16px }
      </style>
      <script type="module" src="/promo-lead.js"></script>
      <main><h1>Gallery</h1>${shown.map(markupOf).join('')}</main>
    </html>`;
}

function markupOf(state: State): string {
  const { name, tag, answer: endpoint, attributes = '', content = '', around = '$' } = state;
  const element = `<${tag} id="${name}" endpoint="/${endpoint}/" ${attributes}>${content}</${tag}>`;
  return `<section>${around.replace('$', element)}</section>`;
}

export interface Language {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

export interface GalleryOptions extends Partial<Language> {
  /** The states to show; all by default. */
  readonly only?: readonly State[];
}

/** Opens the page as a new visitor, and brings each of its elements into its state. */
export async function openGallery(
  url: string,
  options: GalleryOptions = {},
  context: BrowserContextOptions = {},
): Promise<Page> {
  const { page } = await visit('about:blank', context);
  await show(page, url, options);
  return page;
}

/** The same on an existing page. */
export async function show(page: Page, url: string, options: GalleryOptions): Promise<void> {
  const { lang = 'en', dir = 'ltr', only = states } = options;
  const query = new URLSearchParams([
    ['lang', lang],
    ['dir', dir],
    ...only.map(({ name }) => ['state', name]),
  ]);
  await page.goto(`${url}/?${query.toString()}`);
  await page.evaluate(bringAbout, only);
}

/** Changes the language of an open page, and waits until its elements speak it. */
export async function speak(page: Page, { lang, dir }: Language): Promise<void> {
  const texts = await languages[lang]?.();
  if (!texts) throw new Error(`Cannot speak ${lang}`);
  await page.evaluate(
    async ({ phone, unchecked, ...language }) => {
      Object.assign(document.documentElement, language);
      const isSaid = ({ localName, shadowRoot: root }: Element): boolean => {
        if (!root) return false;
        const room = root.querySelector<HTMLElement>('.message')?.dataset['room'];
        if (localName === 'promo-code-input') return room === unchecked;
        const label = root.querySelector('[for=phone]')?.textContent;
        return label === phone && [...root.querySelectorAll('promo-code-input')].every(isSaid);
      };
      const elements = [...document.querySelectorAll('promo-code-input, lead-form')];
      while (!elements.every(isSaid)) await new Promise(requestAnimationFrame);
    },
    { lang, dir, phone: texts.leadForm.phone, unchecked: texts.promoCode.unchecked },
  );
}

/** Runs in the page: acts like a visitor, and waits for the resulting states. */
async function bringAbout(wanted: readonly State[]): Promise<void> {
  interface Element extends HTMLElement {
    value: string;
    readonly updateComplete: Promise<unknown>;
    apply(): Promise<unknown>;
    submit(): Promise<void>;
    reportValidity(): boolean;
  }
  const tags = ['promo-code-input', 'lead-form'];
  await Promise.all(tags.map((tag) => customElements.whenDefined(tag)));
  // English is built in, another language is loaded; both elements have a label.
  const { lang } = document.documentElement;
  const inWords = (el: Element): boolean =>
    lang === 'en' || !/Promo code|First name/.test(el.shadowRoot?.textContent ?? '');
  const until = async (what: string, isSo: () => boolean): Promise<void> => {
    const deadline = performance.now() + 45_000;
    while (!isSo()) {
      if (performance.now() > deadline) throw new Error(`Cannot bring it about: ${what}`);
      await new Promise(requestAnimationFrame);
    }
  };
  for (const state of wanted) {
    const el = document.getElementById(state.name) as Element | null;
    if (!el) throw new Error(`Cannot find ${state.name}`);
    // If there are many forms, all but the first three render later.
    await el.updateComplete;
    await until(`${state.name} in ${lang}`, () => inWords(el));
    for (const [name, value] of Object.entries(state.typed ?? {})) {
      const field = el.shadowRoot?.querySelector<HTMLInputElement>(`#${name}`);
      if (!field) el.value = value;
      else if (field.type === 'checkbox') field.click();
      else field.value = value;
      field?.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      field?.dispatchEvent(new Event('change', { bubbles: true }));
    }
    if (state.act === 'report') el.reportValidity();
    else if (state.act) void el[state.act]();
    await el.updateComplete;
  }
  for (const { name, becomes } of wanted) {
    const el = document.getElementById(name) as Element;
    await until(`${name} ${becomes}`, () => el.matches(`:state(${becomes})`));
    await el.updateComplete;
    // A countdown moves out of its live region after the first second.
    const counting = '[role=status] > :not(#message), [role=alert] > span';
    await until(`${name} counting`, () => !el.shadowRoot?.querySelector(counting));
  }
}
