import { version } from './version.ts';

/** The class of an element of ours: it says which version of the package it is from. */
export interface VersionedElement extends CustomElementConstructor {
  readonly version: string;
}

/**
 * Registers an element once. A page may load two copies of the script (a theme and a tag manager),
 * and then the first one counts: a second `define()` would throw and stop the whole module.
 */
export function define(tag: string, element: VersionedElement): void {
  const registry = globalThis.customElements as CustomElementRegistry | undefined;
  const taken = registry?.get(tag) as Partial<VersionedElement> | undefined;
  if (!taken) {
    registry?.define(tag, element);
  } else if (taken.version !== element.version) {
    const other = taken.version ? `promo-lead ${taken.version}` : 'another script';
    console.warn(`Cannot define <${tag}> of promo-lead ${version}: ${other} has defined it.`);
  }
}
