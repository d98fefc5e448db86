import { html, LitElement, type TemplateResult } from 'lit';

/** An element of a page's own with ours inside: a server marks ours with `defer-hydration`. */
export class Nest extends LitElement {
  protected override render(): TemplateResult {
    return html`<promo-code-input .label=${'Of the nest'}></promo-code-input>`;
  }
}
customElements.define('x-nest', Nest);
