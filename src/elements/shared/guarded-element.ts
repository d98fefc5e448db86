import { LitElement } from 'lit';

/** Where Lit keeps, at a root, what it rendered into it. */
const partKey = '_$litPart$';

/** An element that goes on where a page, or somebody in it, reaches into its shadow root. */
export abstract class GuardedElement extends LitElement {
  /** The last render failed, and nothing has been rendered since. */
  #isBroken = false;

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
      this.#isBroken = false;
    } catch (error) {
      this.renderRoot.replaceChildren();
      Reflect.deleteProperty(this.renderRoot, partKey);
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
