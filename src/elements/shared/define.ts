import { isServer } from 'lit';
import { loadLocale, matchLanguage } from './languages.ts';
import { nearestLang } from './nearest-lang.ts';
import { version } from './version.ts';

/** The class of an element of ours: it says which version of the package it is from. */
export interface VersionedElement extends CustomElementConstructor {
  readonly version: string;
}

/** How long a page may be without the element for the sake of its language. */
const patienceMs = 1_000;

/**
 * Registers an element: at once, or where one that is on the page is in another language than
 * English, when the texts of that are there. So it is in its language from the first paint on, and
 * moves nothing; until then the page's own form stands there, or the room that the page keeps.
 */
export function define(tag: string, element: VersionedElement): void {
  let texts: readonly Promise<void>[] = [];
  try {
    if (!isServer) texts = textsFor(tag);
  } catch {
    // Who has no `:state()` lacks more than that: there, the page's own form goes on.
    return;
  }
  if (texts.length === 0) return register(tag, element);
  const patience = new Promise((resolve) => setTimeout(resolve, patienceMs));
  void Promise.race([Promise.allSettled(texts), patience]).then(() => register(tag, element));
}

/**
 * On their way, for the elements of that name. Throws where there is no `:state()`: to ask
 * `CSS.supports()` takes 16 kB of an engine's memory.
 */
function textsFor(tag: string): readonly Promise<void>[] {
  // Markup may take a document's own names: `<img name="querySelectorAll">`.
  // oxlint-disable-next-line typescript/no-deprecated -- that is one overload, for obsolete tags.
  const elements = Document.prototype.querySelectorAll.call(document, `${tag}:not(:state(a))`);
  return Array.from(elements).flatMap((one) => {
    const lang = matchLanguage(nearestLang(one));
    return lang === 'en' ? [] : loadLocale(lang);
  });
}

/**
 * Once. A page may load two copies of the script (a theme and a tag manager), and then the first
 * one counts: a second `define()` would throw and stop the whole module.
 */
function register(tag: string, element: VersionedElement): void {
  const registry = globalThis.customElements as CustomElementRegistry | undefined;
  const taken = registry?.get(tag) as Partial<VersionedElement> | undefined;
  if (!taken) {
    registry?.define(tag, element);
  } else if (taken.version !== element.version) {
    const other = taken.version ? `promo-lead ${taken.version}` : 'another script';
    console.warn(`Cannot define <${tag}> of promo-lead ${version}: ${other} has defined it.`);
  }
}
