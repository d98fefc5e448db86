import { LeadForm, PromoCodeInput } from 'promo-lead';
import type { Markup } from '../../src/contract/owner/markup.ts';
import { drillClient } from '../drill.ts';
import { makeElement } from '../make-element.ts';

/** What would leave this page, or keep something in the browser of whoever only looks. */
const leftOut: ReadonlySet<string> = new Set(['endpoint', 'success-url', 'remember', 'data-layer']);

/** Shows an element that is asked by nobody, and answered by a drill. */
export class Preview {
  readonly #place: HTMLElement;
  #shown = '';

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  /** Made anew only where it is another one: what was typed into it stays otherwise. */
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
    if (element instanceof LeadForm || element instanceof PromoCodeInput) {
      element.client = drillClient(drill);
    }
    return element;
  }
}
