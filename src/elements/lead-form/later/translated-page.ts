import type { LitElement, ReactiveController } from 'lit';
import type { PromoCodeInput } from '../../promo-code-input/element.ts';
import { type Caret, caretOf, restoreFocus } from '../../shared/caret.ts';
import type { LaterParts } from './later.ts';

const tag = 'promo-code-input';

/** Keeps a form and its promo code working when a page translator replaces their nodes. */
export function supportTranslators(host: LaterParts['host']): void {
  const observer = new MutationObserver(showWhatIsWritten);
  const watched = new WeakSet<LitElement>();
  const watch = (element: LitElement | null): void => {
    // It may be of another version, or not defined yet.
    if (!element?.shadowRoot || watched.has(element)) return;
    watched.add(element);
    observer.observe(element.shadowRoot, { subtree: true, childList: true });
    element.addController(new CaretKeeper(element));
  };
  let before: PromoCodeInput | null = null;
  const find = (): PromoCodeInput | null => host.renderRoot.querySelector(tag);
  // A render that fails calls this twice, and there is no field the second time.
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
 * After a translator's edits, `GuardedElement` may render everything again from scratch. This moves
 * the focus from the element that is gone to its replacement, with the caret.
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
  // A new promo code field has nothing to focus before its first render.
  await (target as Partial<LitElement> | null | undefined)?.updateComplete;
  restoreFocus(target, caret);
}

/**
 * Chrome's translator replaces a text node by a `<font>`. Lit writes the next text to whatever node
 * is there, as `data`, so errors and outcomes would never be seen. A text that is written to such
 * an element replaces it.
 */
function showWhatIsWritten(records: readonly MutationRecord[]): void {
  for (const node of records.flatMap(({ addedNodes }) => Array.from(addedNodes))) {
    if (!(node instanceof HTMLElement) || node.localName !== 'font') continue;
    const set = (text: string): void => node.replaceWith(text);
    Object.defineProperty(node, 'data', { configurable: true, set });
  }
}
