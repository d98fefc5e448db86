import { adoptStyles, isServer, type LitElement, type PropertyValues } from 'lit';
import { GuardedElement } from './guarded-element.ts';
import { loadLocale } from './languages.ts';

/**
 * An element that a server may have rendered, as declarative shadow DOM by @lit-labs/ssr.
 *
 * A server has the element's attributes and properties, and nothing of the page around it. What is
 * rendered while `isServed` holds is made of these alone: on the server, and once more in the page,
 * where Lit takes the markup over and expects to find what it would have rendered itself. The page
 * around it counts from the next render on. Markup of another version of the package, out of a
 * cache, makes that first render throw: then it is rendered anew, as after any foreign edit.
 */
export abstract class ServerRendered extends GuardedElement {
  /**
   * Of a server, and not taken over yet.
   *
   * @internal
   */
  isServed: boolean = isServer || this.shadowRoot !== null;

  /** Reads what the visitor did in the fields of a server before they are taken over. */
  protected abstract keepTyped(served: ShadowRoot): void;

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const { observedAttributes, elementStyles } = this.constructor as typeof LitElement;
    if (this.shadowRoot) this.keepTyped(this.shadowRoot);
    // What Lit's hydration support has it observe. Without that, or with it loaded after Lit,
    // everything would come twice.
    if (!observedAttributes.includes('defer-hydration')) this.#discard();
    const root = super.createRenderRoot();
    // A strict policy (CSP, `style-src`) has refused the `<style>` that came with the markup.
    if (this.isServed && root instanceof ShadowRoot) adoptStyles(root, elementStyles);
    return root;
  }

  protected override async scheduleUpdate(): Promise<void> {
    const { isServed, shadowRoot } = this;
    if (isServed && shadowRoot) {
      // Where they do not come, the server's stay: Lit compares templates, and takes each text as
      // it is until another one takes its place.
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

  #discard(): void {
    this.shadowRoot?.replaceChildren();
    this.isServed = false;
  }
}
