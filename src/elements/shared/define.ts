import { isServer } from 'lit';
import { loadLocale, matchLanguage } from './languages.ts';
import { nearestLang } from './nearest-lang.ts';
import { version } from './version.ts';

/** The class of an element of ours: it says which version of the package it is from. */
export interface VersionedElement extends CustomElementConstructor {
  readonly version: string;
}

/** How long the element may be delayed until the texts of its language are there. */
const patienceMs = 1_000;

/**
 * Registers an element: at once or, if one on the page is in a language other than English, when
 * the texts of that language are there. So it is in its language from the first paint on, and moves
 * nothing. Until then the page shows its own form, or the space that it reserves.
 */
export function define(tag: string, element: VersionedElement): void {
  let texts: readonly Promise<void>[] = [];
  try {
    if (!isServer) texts = textsFor(tag);
  } catch {
    // A browser without `:state()` lacks more than that: there, the page's own form stays.
    return;
  }
  if (texts.length === 0) return register(tag, element);
  const patience = new Promise((resolve) => setTimeout(resolve, patienceMs));
  void Promise.race([Promise.allSettled(texts), patience]).then(() => register(tag, element));
}

/**
 * Starts to load the texts for the elements of that name. Throws if there is no `:state()`:
 * `CSS.supports()` would take 16 kB of an engine's memory.
 */
function textsFor(tag: string): readonly Promise<void>[] {
  // Markup may hide a document's own methods: `<img name="querySelectorAll">`.
  // oxlint-disable-next-line typescript/no-deprecated -- that is one overload, for obsolete tags.
  const elements = Document.prototype.querySelectorAll.call(document, `${tag}:not(:state(a))`);
  return Array.from(elements).flatMap((one) => {
    const lang = matchLanguage(nearestLang(one));
    return lang === 'en' ? [] : loadLocale(lang);
  });
}

/**
 * Defines the element once. A page may load two copies of the script (a theme's and a tag
 * manager's), and then the first one counts: a second `define()` would throw and end the module.
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
