import { LitElement } from 'lit';
import { asText } from './as-text.ts';

/** Where Lit keeps, at a root, what it rendered into it. */
const partKey = '_$litPart$';

type Change =
  Parameters<LitElement['requestUpdate']> extends [unknown?, ...infer More] ? More : never;

/**
 * An element that goes on where a page, or somebody in it, reaches into its shadow root, and that
 * takes anything for a text: a property of `type: String` is none but a text or `undefined`.
 */
export abstract class GuardedElement extends LitElement {
  /** The last render failed, and nothing has been rendered since. */
  #isBroken = false;

  /** Lit calls it in the setter of each property, and has set it by then. */
  override requestUpdate(name?: PropertyKey, ...more: Change): void {
    const { elementProperties } = this.constructor as typeof LitElement;
    // Only what Lit has been told of has a type.
    if (elementProperties.get(name as keyof this)?.type === String) {
      const text = asText(this[name as keyof this]) as this[keyof this];
      // Which comes by here again.
      if (text !== this[name as keyof this]) return void (this[name as keyof this] = text);
    }
    super.requestUpdate(name, ...more);
  }

  /** Its style sheets were made for another document, which empties the list (CSSOM). */
  adoptedCallback(): void {
    if (this.shadowRoot) adoptStyles(this);
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    try {
      return super.createRenderRoot();
    } catch {
      // Made in one document and first connected in another, it may not share their style sheets.
      return adoptStyles(this);
    }
  }

  /**
   * Lit believes that its nodes are where it put them. Translators, password managers and old
   * libraries replace some; then everything is rendered anew, from the same state. Where even that
   * fails, the page's own form shows through.
   */
  protected override performUpdate(): void {
    try {
      super.performUpdate();
      if (this.#isBroken) {
        this.#isBroken = false;
        // What a field has beside what is rendered, its value.
        this.requestUpdate();
      }
    } catch (error) {
      this.renderRoot.replaceChildren();
      Object.assign(this.renderRoot, { [partKey]: undefined });
      if (this.#isBroken) {
        console.error(error);
        this.renderRoot.append(document.createElement('slot'));
      } else {
        this.#isBroken = true;
        this.requestUpdate();
      }
    }
  }
}

function adoptStyles({ shadowRoot, ownerDocument, constructor }: GuardedElement): ShadowRoot {
  const root = shadowRoot as ShadowRoot;
  const view = ownerDocument === document ? window : ownerDocument.defaultView;
  // A document without a window shows nothing, and takes no style sheet.
  if (view) {
    root.adoptedStyleSheets = (constructor as typeof LitElement).elementStyles.map((style) => {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync('cssText' in style ? style.cssText : '');
      return sheet;
    });
  }
  return root;
}
