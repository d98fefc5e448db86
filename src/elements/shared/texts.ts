import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Locale } from '../locales/messages.ts';

/** Every language but English, which is inlined, is a module that is fetched when it is wanted. */
const loaders: Readonly<Record<string, () => Promise<Locale>>> = {
  id: () => import('../locales/id.ts'),
};

type Part = keyof Locale;
type Values = Readonly<Record<string, string>>;

interface TextsHost<P extends Part> extends ReactiveControllerHost, HTMLElement {
  /** The page's own texts, in place of ours. */
  readonly messages?: Partial<Locale[P]> | undefined;
}

/**
 * The texts of an element in the language of the nearest `lang` attribute, as CSS `:lang()` finds
 * it. English is there at once; another language takes its place when its module has come, and
 * where it does not come (offline, an unknown tag), English stays.
 */
export class Texts<P extends Part> implements ReactiveController {
  readonly #host: TextsHost<P>;
  readonly #part: P;
  readonly #english: Locale[P];
  #table: Locale[P];
  #lang = 'en';
  #wanted = 'en';
  #observer: MutationObserver | undefined;

  constructor(host: TextsHost<P>, part: P, english: Locale[P]) {
    this.#host = host;
    this.#part = part;
    this.#english = english;
    this.#table = english;
    host.addController(this);
  }

  /** BCP 47 tag of the language that is shown. */
  get lang(): string {
    return this.#lang;
  }

  get(key: keyof Locale[P] & string, values: Values = {}): string {
    const own = this.#host.messages;
    const text = (own && Object.hasOwn(own, key) ? own : this.#table)[key];
    // Whatever a page put there is shown as text.
    return String(text).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(() => void this.#update());
    // The nearest `lang` may be on any ancestor, in the document or in the tree of this element.
    for (const root of [this.#host.ownerDocument, this.#host.getRootNode()]) {
      this.#observer.observe(root, { subtree: true, attributeFilter: ['lang'] });
    }
    void this.#update();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  async #update(): Promise<void> {
    const lang = matchLanguage(nearestLang(this.#host));
    if (lang === this.#wanted) return;
    this.#wanted = lang;
    const locale = await loaders[lang]?.().catch(() => undefined);
    // Another language may have been asked for meanwhile.
    if (lang !== this.#wanted) return;
    this.#lang = locale ? lang : 'en';
    this.#table = locale?.[this.#part] ?? this.#english;
    this.#host.requestUpdate();
  }
}

/** As CSS `:lang()` finds it: out of every shadow tree into the one around it. */
function nearestLang(element: Element): string {
  const closest = element.closest('[lang]');
  const root = element.getRootNode();
  if (!closest && root instanceof ShadowRoot) return nearestLang(root.host);
  return closest?.getAttribute('lang') ?? '';
}

/** The language itself or a wider one of it: `id-ID` is `id`. Unknown ones are English. */
function matchLanguage(lang: string): string {
  const subtags = lang.toLowerCase().split('-');
  while (subtags.length > 0 && !Object.hasOwn(loaders, subtags.join('-'))) subtags.pop();
  return subtags.join('-') || 'en';
}
