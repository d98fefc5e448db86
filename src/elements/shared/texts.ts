import { nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { Locale } from '../locales/messages.ts';
import { loadedLocale, loadLocale, matchLanguage } from './languages.ts';
import { nearestLang } from './nearest-lang.ts';

type Part = Exclude<keyof Locale, 'put'>;
type Values = Readonly<Record<string, string>>;

interface TextsHost<P extends Part> extends ReactiveControllerHost, HTMLElement {
  /** Rendered as on a server, which knows only the element's own `lang`. */
  readonly isServed?: boolean;
  /** The page's own texts, in place of ours. */
  readonly messages?: Partial<Locale[P]> | undefined;
}

/**
 * The texts of an element in the language of the nearest `lang` attribute, as CSS `:lang()` finds
 * it. English is there at once; another language replaces it when its module has loaded. If that
 * fails (offline, an unknown tag), English stays.
 */
export class Texts<P extends Part> implements ReactiveController {
  readonly #host: TextsHost<P>;
  readonly #part: P;
  readonly #english: Partial<Locale[P]>;
  #lang = 'en';
  #wanted = 'en';
  #observer: MutationObserver | undefined;

  constructor(host: TextsHost<P>, part: P, english: Partial<Locale[P]>) {
    this.#host = host;
    this.#part = part;
    this.#english = english;
    host.addController(this);
  }

  /** BCP 47 tag of the language that is shown. */
  get lang(): string {
    if (!this.#host.isServed) return this.#lang;
    const lang = matchLanguage(this.#host.getAttribute('lang') ?? '');
    return loadedLocale(lang) ? lang : 'en';
  }

  /** The texts' `lang` if the page's differs (WCAG 2.2, 3.1.2); not for the page's own texts. */
  get foreignLang(): string | typeof nothing {
    if (this.#host.messages || this.#host.isServed) return nothing;
    return nearestLang(this.#host).startsWith(this.#lang.slice(0, 2)) ? nothing : this.#lang;
  }

  get(key: keyof Locale[P] & string, values: Values = {}): string {
    const own = this.#host.messages;
    const locale = loadedLocale(this.lang);
    const table = locale?.[this.#part] ?? this.#english;
    // Any value from a page is shown as text.
    const text = String((own && Object.hasOwn(own, key) ? own[key] : undefined) ?? table[key]);
    if (!text.includes('{')) return text;
    const put = locale?.put ?? String;
    return text.replace(/\{(\w+)\}/g, (braces, name: string) =>
      Object.hasOwn(values, name) ? put(values[name] as string) : braces,
    );
  }

  /** Adds English texts that come with another module. */
  add(english: Partial<Locale[P]>): void {
    Object.assign(this.#english, english);
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(() => void this.#update());
    // The nearest `lang` may be on any ancestor, in this tree or in one around it.
    let root: Node | undefined = this.#host.getRootNode();
    for (; root; root = (root as Partial<ShadowRoot>).host?.getRootNode()) {
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
    if (!loadedLocale(lang)) await loadLocale(lang).catch(() => undefined);
    // Another language may have been requested in the meantime.
    if (lang !== this.#wanted) return;
    // A module that failed to load is tried again when any `lang` changes.
    this.#wanted = this.#lang = loadedLocale(lang) ? lang : 'en';
    this.#host.requestUpdate();
  }
}
