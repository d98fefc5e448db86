/** The same with Lit: what everything that is made of it has to begin with. */
import { css, html, LitElement } from 'lit';

class Hello extends LitElement {
  static properties = { name: {} };
  static styles = css`
    :host {
      display: block;
    }
  `;
  render() {
    return html`<p>Hello ${this.name}</p>`;
  }
}
customElements.define('x-hello', Hello);
