import type { Markup } from '../../src/contract/owner/markup.ts';
import { answerByDrills } from '../drill.ts';
import { makeElement } from '../make-element.ts';

/** Attributes that would leave this page, or keep something in a reader's browser. */
const leftOut: ReadonlySet<string> = new Set(['endpoint', 'success-url', 'remember', 'data-layer']);

/** Shows an element that reaches no proxy: a drill answers it. */
export class Preview {
  readonly #place: HTMLElement;
  #shown = '';

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  /** Created again only if it is another element: otherwise what was typed stays. */
  show(specimen: Markup, theme: ReadonlyMap<string, string>, drill: string): void {
    const wanted = JSON.stringify([specimen, drill]);
    if (wanted !== this.#shown) this.#place.replaceChildren(this.#make(specimen, drill));
    this.#shown = wanted;
    const element = this.#place.firstElementChild;
    if (!(element instanceof HTMLElement)) return;
    for (const name of Array.from(element.style)) element.style.removeProperty(name);
    for (const [name, value] of theme) element.style.setProperty(name, value);
  }

  #make({ attributes = {}, ...specimen }: Markup, drill: string): Element {
    const shown = Object.entries(attributes).filter(([name]) => !leftOut.has(name));
    const element = makeElement({ ...specimen, attributes: Object.fromEntries(shown) });
    answerByDrills(element, drill);
    return element;
  }
}
