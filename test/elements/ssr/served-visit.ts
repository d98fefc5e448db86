import { fixture, html } from '@open-wc/testing';
import type { ServerRendered } from '../../../src/elements/shared/server-rendered.ts';
import type { ServedPage } from './served-pages.ts';

const tags = 'promo-code-input, lead-form';

/** A file of `scripts/`. */
type Script =
  | 'hydrate'
  | 'hydrate-in-indonesian'
  | 'hydrate-nest'
  | 'support-forgotten'
  | 'support-too-late';

/** A page that a server rendered, in a frame: its script loads when the test says so. */
export class ServedVisit {
  readonly document: Document;
  /** The changes in the shadow roots since the page loaded, as `NODE: TYPE ATTRIBUTE`. */
  readonly changes: string[] = [];
  readonly complaints: unknown[] = [];
  readonly #view: Window & typeof globalThis;
  readonly #observers: MutationObserver[] = [];

  private constructor(frame: HTMLIFrameElement) {
    this.document = frame.contentDocument as Document;
    const view = frame.contentWindow as Window & typeof globalThis;
    this.#view = view;
    view.addEventListener('error', ({ message }) => this.complaints.push(message));
    view.addEventListener('unhandledrejection', ({ reason }) => this.complaints.push(reason));
    view.console.error = (...args: unknown[]) => this.complaints.push(...args);
    for (const host of this.document.querySelectorAll(tags)) {
      if (host.shadowRoot) this.#watch(host.shadowRoot);
    }
  }

  static async to(page: ServedPage, query = ''): Promise<ServedVisit> {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    await loaded(frame, () => frame.contentWindow?.location.assign(`/served/${page}${query}`));
    return new ServedVisit(frame);
  }

  find<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] {
    return this.document.querySelector(tag) as HTMLElementTagNameMap[Tag];
  }

  /** An element inside another's shadow root; mostly a field. */
  inside(tag: string, selector: string): HTMLInputElement {
    const host = this.document.querySelector(tag);
    return host?.shadowRoot?.querySelector(selector) as HTMLInputElement;
  }

  /** Loads the script; resolves when the elements are hydrated, and the page around them counts. */
  async run(script: Script): Promise<void> {
    const element = this.document.createElement('script');
    element.type = 'module';
    element.src = new URL(`./scripts/${script}.ts`, import.meta.url).href;
    await loaded(element, () => this.document.head.append(element));
    const hosts = this.document.querySelectorAll<ServerRendered>(tags);
    for (const host of hosts) {
      // The event is fired before a module that awaits has ended.
      await this.#view.customElements.whenDefined(host.localName);
      await host.updateComplete;
    }
    for (const observer of this.#observers) this.#note(observer.takeRecords());
  }

  #watch(root: ShadowRoot): void {
    const observer = new MutationObserver((records) => this.#note(records));
    observer.observe(root, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    this.#observers.push(observer);
  }

  #note(records: readonly MutationRecord[]): void {
    for (const { target, type, attributeName } of records) {
      this.changes.push(`${target.nodeName}: ${type} ${attributeName ?? ''}`.trim());
    }
  }
}

async function loaded(element: Element, start: () => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  element.addEventListener('load', () => resolve(), { once: true });
  element.addEventListener('error', () => reject(new Error('Cannot load')), { once: true });
  start();
  await promise;
}
