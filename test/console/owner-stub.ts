import { fixture, html } from '@open-wc/testing';
import '../../src/console/console.ts';
import type { ConsolePage } from '../../src/console/parts/console-page.ts';
import type { OwnerSetup } from '../../src/contract/owner/setup.ts';
import { waitUntil } from '../support/elements/wait-until.ts';

type Answer = Response | Promise<Response>;
/** `body` as given to `fetch()`. */
type Responder = (url: URL, body: BodyInit | null | undefined) => Answer;

/** A server with embedded codes and contacts, and no default company. */
const setup: OwnerSetup = {
  origins: [],
  products: [],
  company: null,
  widget: null,
  providers: {
    promo_codes: { kind: 'embedded', name: 'embedded backend' },
    contacts: { kind: 'embedded', name: 'embedded backend' },
  },
};
const { providers } = setup;

/** Tells a page that codes are at the vendor. */
export const noCodes: Pick<ConsolePage, 'providers'> = {
  providers: { ...providers, promo_codes: { kind: 'vendor', name: 'promoholder' } },
};

/** The owner's API as a page of the console sees it; `GET /uses` names a call. */
export class OwnerStub {
  readonly calls: string[] = [];
  readonly #answers: Map<string, Responder> = new Map();
  readonly #fetch = globalThis.fetch;

  constructor() {
    globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const [, path = ''] = url.pathname.split('/v1/owner');
      const call = `${request.method} ${path}`;
      const body = init?.body;
      this.calls.push(typeof body === 'string' ? `${call} ${body}` : call);
      const answer = this.#answers.get(call);
      if (!answer) throw new TypeError(`no answer to ${call}`);
      return (await answer(url, body)).clone();
    };
  }

  /** Sets the answer of a call; without one it fails like a broken network. */
  on(call: string, answer: Answer | Responder): this {
    this.#answers.set(call, typeof answer === 'function' ? answer : () => answer);
    return this;
  }

  /** Answers the set-up, with these changes. */
  setUp(other: Partial<OwnerSetup> = {}): this {
    return this.on('GET /setup', () => Response.json({ ...setup, ...other }));
  }

  /** Holds a call. Returns the function that answers it. */
  hold(call: string): (answer: Response) => void {
    const { promise, resolve } = Promise.withResolvers<Response>();
    this.on(call, promise);
    return resolve;
  }

  /** The calls that change something. */
  get changes(): readonly string[] {
    return this.calls.filter((call) => !call.startsWith('GET '));
  }

  restore(): void {
    globalThis.fetch = this.#fetch;
  }
}

export const done = (): Response => new Response(null, { status: 204 });

/** Renders a page of the console, and waits for its first content. */
export async function renderPage<T extends ConsolePage>(tag: string, fields: object): Promise<T> {
  const page = Object.assign(document.createElement(tag), { providers }, fields) as T;
  await fixture(html`<div>${page}</div>`);
  await settled(page);
  return page;
}

export async function settled(page: ConsolePage): Promise<void> {
  await waitUntil(() => !page.isBusy, 'the page is busy');
  await page.updateComplete;
}

/** All elements within, also in shadow roots. */
export function within(root: Element): readonly Element[] {
  const children = [...root.children, ...(root.shadowRoot?.children ?? [])];
  return children.flatMap((child) => [child, within(child)].flat());
}

/** The buttons with this accessible name. */
export function buttons(page: Element, name: string): readonly HTMLButtonElement[] {
  return within(page).filter(
    (each): each is HTMLButtonElement =>
      each instanceof HTMLButtonElement && (each.ariaLabel ?? each.textContent.trim()) === name,
  );
}

/** The button with this name, once it is there. */
export async function button(page: Element, name: string): Promise<HTMLButtonElement> {
  await waitUntil(() => buttons(page, name).length > 0, `no button ${name}`);
  const [found] = buttons(page, name);
  if (!found) throw new Error(`Cannot find the button ${name}`);
  return found;
}

/** Clicks, with `count` 2 as the second click of a double click. */
export function press(target: HTMLElement, count = 1): void {
  const init = { bubbles: true, composed: true, cancelable: true, detail: count };
  // As in a browser: a disabled button gets no click.
  if (!target.matches(':disabled')) target.dispatchEvent(new MouseEvent('click', init));
}

/** Its visible text, with single spaces. */
export function wordsOf(page: Element): string {
  return within(page)
    .flatMap(({ childNodes }) => Array.from(childNodes))
    .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
    .map(({ nodeValue }) => nodeValue ?? '')
    .join(' ')
    .replaceAll(/\s+/g, ' ');
}

/** Comes back to the tab, which then asks at once for changes. */
export function comeBack(): void {
  document.dispatchEvent(new Event('visibilitychange'));
}
