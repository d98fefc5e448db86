/** A promo-code field as one writes it in an hour: English, no validity, no retries. */
import { css, html, LitElement } from 'lit';

class Promo extends LitElement {
  static formAssociated = true;
  static properties = {
    endpoint: {},
    label: {},
    status: { state: true },
    message: { state: true },
  };
  static styles = css`
    :host {
      display: block;
      font: inherit;
    }
    form {
      display: flex;
      gap: 0.5rem;
    }
    input {
      flex: 1;
      padding: 0.5rem;
      border: 1px solid #999;
      border-radius: 4px;
      font: inherit;
    }
    button {
      padding: 0.5rem 1rem;
      font: inherit;
    }
    p {
      margin: 0.25rem 0 0;
    }
  `;
  internals = this.attachInternals();
  constructor() {
    super();
    this.label = 'Promo code';
    this.status = 'idle';
    this.message = '';
  }
  async apply(event) {
    event.preventDefault();
    const code = new FormData(event.target).get('code');
    this.status = 'busy';
    try {
      const response = await fetch(this.endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
      const verdict = await response.json();
      this.status = verdict.valid ? 'ok' : 'bad';
      this.message = verdict.message ?? '';
      this.internals.setFormValue(verdict.valid ? code : null);
      this.dispatchEvent(new CustomEvent('promo-result', { detail: verdict, bubbles: true }));
    } catch (error) {
      this.status = 'error';
      this.message = String(error);
    }
  }
  render() {
    return html`<form @submit=${this.apply}>
        <label for="code">${this.label}</label>
        <input id="code" name="code" required aria-describedby="message" />
        <button ?disabled=${this.status === 'busy'}>Apply</button>
      </form>
      <p id="message" role="status">${this.message}</p>`;
  }
}
customElements.define('x-promo', Promo);
