/** The least: a custom element that writes one line. */
class Hello extends HTMLElement {
  connectedCallback() {
    this.attachShadow({ mode: 'open' }).innerHTML =
      '<style>:host { display: block; }</style><p>Hello <slot></slot></p>';
  }
}
customElements.define('x-hello', Hello);
