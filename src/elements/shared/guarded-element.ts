import { LitElement } from 'lit';
import { asText } from './as-text.ts';

/** The property in which Lit keeps what it has rendered into a root. */
const partKey = '_$litPart$';

type Change =
  Parameters<LitElement['requestUpdate']> extends [unknown?, ...infer More] ? More : never;

/**
 * An element that keeps working if a page, or another script, changes its shadow root. It accepts
 * any value for a text: a property of `type: String` only ever holds a string or `undefined`.
 */
export abstract class GuardedElement extends LitElement {
  /** The last render failed, and nothing has been rendered since. */
  #isBroken = false;

  /** Lit calls it in the setter of each property, after setting it. */
  override requestUpdate(name?: PropertyKey, ...more: Change): void {
    const { elementProperties } = this.constructor as typeof LitElement;
    // Only properties that are declared to Lit have a type.
    if (elementProperties.get(name as keyof this)?.type === String) {
      const text = asText(this[name as keyof this]) as this[keyof this];
      // The setter calls this again.
      if (text !== this[name as keyof this]) return void (this[name as keyof this] = text);
    }
    super.requestUpdate(name, ...more);
  }

  /** A move to another document empties the list of style sheets (CSSOM). */
  adoptedCallback(): void {
    if (this.shadowRoot) adoptStyles(this);
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    try {
      return super.createRenderRoot();
    } catch {
      // Created in one document and first connected in another: style sheets cannot be shared.
      return adoptStyles(this);
    }
  }

  /**
   * Lit expects its nodes where it put them. Translators, password managers and old libraries
   * replace some; then everything is rendered again from scratch, from the same state. If even that
   * fails, the page's own form is shown.
   */
  protected override performUpdate(): void {
    try {
      super.performUpdate();
      if (this.#isBroken) {
        this.#isBroken = false;
        // For what a field has besides its markup: the value.
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
  // A document without a window shows nothing, and accepts no style sheet.
  if (view) {
    root.adoptedStyleSheets = (constructor as typeof LitElement).elementStyles.map((style) => {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync('cssText' in style ? style.cssText : '');
      return sheet;
    });
  }
  return root;
}
