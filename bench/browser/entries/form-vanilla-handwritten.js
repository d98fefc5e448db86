/** A lead form as one writes it in an hour, without a library. */
const markup = `<style>
    :host { display: block; }
    form { display: grid; gap: 0.5rem; }
    input, textarea, button { font: inherit; padding: 0.5rem; }
  </style>
  <form novalidate>
    <label>Name <input name="name" required /></label>
    <label>Email <input name="email" type="email" required /></label>
    <label>Phone <input name="phone" type="tel" /></label>
    <label>Message <textarea name="message" rows="4"></textarea></label>
    <p role="alert"></p>
    <button>Send</button>
  </form>`;

class Lead extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = markup;
    const form = root.querySelector('form');
    const alert = root.querySelector('p');
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const wrong = [...form.elements].find((control) => !control.checkValidity());
      alert.textContent = wrong?.validationMessage ?? '';
      if (wrong) return wrong.focus();
      const response = await fetch(this.getAttribute('endpoint'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(Object.fromEntries(new FormData(form))),
      });
      alert.textContent = response.ok ? 'Thanks' : 'Failed';
    });
  }
}
customElements.define('x-lead', Lead);
