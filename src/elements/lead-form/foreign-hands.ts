import type { PromoCodeInput } from '../promo-code-input/element.ts';
import { type Caret, caretOf, restoreFocus } from '../shared/caret.ts';
import type { LaterParts } from './later.ts';

type Host = LaterParts['host'];

const tag = 'promo-code-input';

/**
 * What a translator had a hand in may be rendered anew as a whole (`GuardedElement`): the promo
 * code and the focus, which no render has, go over from the old nodes to the new ones.
 */
export function carryOverAnew(host: Host): void {
  const find = (): PromoCodeInput | null => host.renderRoot.querySelector(tag);
  let field: PromoCodeInput | null = null;
  let focused: Element | null = null;
  let caret: Caret;
  // Once more for the render after the one that failed, which finds nothing.
  const hostUpdate = (): void => {
    field = find() ?? field;
    const active = host.shadowRoot?.activeElement;
    if (!active) return;
    focused = active;
    caret = caretOf(active);
  };
  const hostUpdated = (): void => {
    const now = find();
    if (now && field && now !== field) now.value = field.value;
    if (focused?.isConnected === false) {
      const isField = focused === field;
      void putFocus(isField ? now : host.shadowRoot?.getElementById(focused.id), caret);
    }
    field = focused = null;
  };
  host.addController({ hostUpdate, hostUpdated });
}

async function putFocus(target: HTMLElement | null | undefined, caret: Caret): Promise<void> {
  // The new promo code has nothing to focus before its first render.
  await (target as Partial<PromoCodeInput> | null | undefined)?.updateComplete;
  restoreFocus(target, caret);
}

/**
 * Chrome's translator puts a `<font>` in the place of a text. Lit, which has written a text there,
 * writes the next one into whatever stands there; so an error would never be seen, nor what came of
 * a click. What is written into such an element takes its place.
 */
export function showThroughTranslation(host: Host): void {
  const observer = new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => Array.from(addedNodes))) {
      if (!(node instanceof HTMLElement) || node.localName !== 'font') continue;
      const set = (text: string): void => node.replaceWith(text);
      Object.defineProperty(node, 'data', { configurable: true, set });
    }
  });
  const hostUpdated = (): void => {
    const field = host.renderRoot.querySelector(tag) ?? host.querySelector(tag);
    for (const root of [host.renderRoot, field?.shadowRoot]) {
      // Again is the same as once (DOM, "observe").
      if (root) observer.observe(root, { subtree: true, childList: true });
    }
  };
  host.addController({ hostUpdated });
  hostUpdated();
}
