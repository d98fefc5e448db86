import type { LitElement, ReactiveController } from 'lit';
import type { PromoCodeInput } from '../promo-code-input/element.ts';
import { type Caret, caretOf, restoreFocus } from '../shared/caret.ts';
import type { LaterParts } from './later.ts';

const tag = 'promo-code-input';

/** Has a form and its promo code go on in a page that is translated. */
export function bearForeignHands(host: LaterParts['host']): void {
  const observer = new MutationObserver(showWhatIsWritten);
  const watched = new WeakSet<LitElement>();
  const watch = (element: LitElement | null): void => {
    // Of another version, or not defined yet.
    if (!element?.shadowRoot || watched.has(element)) return;
    watched.add(element);
    observer.observe(element.shadowRoot, { subtree: true, childList: true });
    element.addController(new CaretKeeper(element));
  };
  let before: PromoCodeInput | null = null;
  const find = (): PromoCodeInput | null => host.renderRoot.querySelector(tag);
  // A render that fails comes by here twice, and finds nothing the second time.
  const hostUpdate = (): void => void (before = find() ?? before);
  const hostUpdated = (): void => {
    const field = find();
    if (field && before && field !== before) field.value = before.value;
    before = null;
    watch(field ?? host.querySelector<PromoCodeInput>(tag));
  };
  watch(host);
  host.addController({ hostUpdate, hostUpdated });
  hostUpdated();
}

/**
 * What a translator had a hand in may be rendered anew as a whole (`GuardedElement`): what had the
 * focus is gone, and it goes to what has taken its place, with the caret.
 */
class CaretKeeper implements ReactiveController {
  readonly #host: LitElement;
  #focused: Element | undefined;
  #caret: Caret;

  constructor(host: LitElement) {
    this.#host = host;
  }

  hostUpdate(): void {
    const focused = this.#host.shadowRoot?.activeElement;
    if (!focused) return;
    this.#focused = focused;
    this.#caret = caretOf(focused);
  }

  hostUpdated(): void {
    const gone = this.#focused?.isConnected === false ? this.#focused : undefined;
    this.#focused = undefined;
    const root = this.#host.shadowRoot;
    if (gone) void putFocus(root?.querySelector(gone.id ? `#${gone.id}` : tag), this.#caret);
  }
}

async function putFocus(target: HTMLElement | null | undefined, caret: Caret): Promise<void> {
  // The new promo code has nothing to focus before its first render.
  await (target as Partial<LitElement> | null | undefined)?.updateComplete;
  restoreFocus(target, caret);
}

/**
 * Chrome's translator puts a `<font>` in the place of a text. Lit, which has written a text there,
 * writes the next one into whatever stands there; so an error would never be seen, nor what came of
 * a click. What is written into such an element takes its place.
 */
function showWhatIsWritten(records: readonly MutationRecord[]): void {
  for (const node of records.flatMap(({ addedNodes }) => Array.from(addedNodes))) {
    if (!(node instanceof HTMLElement) || node.localName !== 'font') continue;
    const set = (text: string): void => node.replaceWith(text);
    Object.defineProperty(node, 'data', { configurable: true, set });
  }
}
