import { adoptStyles, isServer, type LitElement, type PropertyValues } from 'lit';
import { GuardedElement } from './guarded-element.ts';
import { loadLocale } from './languages.ts';

/**
 * An element that a server may have rendered, as declarative shadow DOM by @lit-labs/ssr.
 *
 * A server has the element's attributes and properties, but not the page around it. While
 * `isServed` is true, a render uses only these: on the server, and once more in the page, where Lit
 * hydrates the markup and expects exactly what it would have rendered itself. The page around the
 * element counts from the next render on. Cached markup of another version of the package makes the
 * first render throw: then everything is rendered again from scratch, as after any foreign edit.
 */
export abstract class ServerRendered extends GuardedElement {
  /**
   * Rendered by a server, and not hydrated yet.
   *
   * @internal
   */
  isServed: boolean = isServer || this.shadowRoot !== null;

  /** Reads what the visitor did in server-rendered fields before they are hydrated. */
  protected abstract keepTyped(served: ShadowRoot): void;

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const { observedAttributes, elementStyles } = this.constructor as typeof LitElement;
    if (this.shadowRoot) this.keepTyped(this.shadowRoot);
    // Lit's hydration support adds this attribute. Without the support, or if it was loaded after
    // Lit, everything would be rendered twice.
    if (!observedAttributes.includes('defer-hydration')) {
      this.shadowRoot?.replaceChildren();
      this.isServed = false;
    }
    const root = super.createRenderRoot();
    // A strict policy (CSP, `style-src`) has refused the `<style>` that came with the markup.
    if (this.isServed && root instanceof ShadowRoot) adoptStyles(root, elementStyles);
    return root;
  }

  protected override async scheduleUpdate(): Promise<void> {
    const { isServed, shadowRoot } = this;
    if (isServed && shadowRoot) {
      // If the texts do not load, the server's stay: Lit compares templates, and leaves each text
      // as it is until another one replaces it.
      await loadLocale(this.lang).catch(() => undefined);
      this.keepTyped(shadowRoot);
    }
    await super.scheduleUpdate();
  }

  protected override firstUpdated(_changed: PropertyValues): void {
    if (!this.isServed) return;
    this.isServed = false;
    this.requestUpdate();
    this.performUpdate();
  }
}
