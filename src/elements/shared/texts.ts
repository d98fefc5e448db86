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
    // The nearest `lang` may be on any ancestor, and in any of the trees around this one.
    for (const root of rootsAround(this.#host)) {
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

function* rootsAround(element: Element): Generator<Node> {
  for (let root = element.getRootNode(); ; root = root.host.getRootNode()) {
    yield root;
    if (!(root instanceof ShadowRoot)) return;
  }
}

function nearestLang(element: Element): string {
  let closest = element.closest('[lang]');
  for (const root of rootsAround(element)) {
    if (closest || !(root instanceof ShadowRoot)) break;
    closest = root.host.closest('[lang]');
  }
  return closest?.getAttribute('lang') ?? '';
}

/** The language itself or a wider one of it: `id-ID` is `id`. Unknown ones are English. */
function matchLanguage(lang: string): string {
  for (let tag = lang.toLowerCase(); tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    if (Object.hasOwn(loaders, tag)) return tag;
  }
  return 'en';
}
