/** What a server-rendered form has in addition, so that it works without a script. */
import { html, isServer, type TemplateResult } from 'lit';
import { resolveEndpoint } from '../../client/endpoint.ts';
import { promoCode as english } from '../locales/en.ts';
import { loadedLocale } from '../shared/languages.ts';
import type { FormView } from './render.ts';

/** A server does not know the page that a path is relative to; any will do to check it. */
const anyPage = 'https://page.invalid/';

/** Where the proxy takes a plain form, or `undefined` if the endpoint may not be used. */
export function postUrl(endpoint: string | undefined): string | undefined {
  const written = endpoint?.trim();
  return (
    resolveEndpoint(written, anyPage) &&
    written?.replace(/[?#].*/s, '').replace(/(?<!\/)\/*$/, '/v1/leads')
  );
}

/* oxlint-disable lit/no-value-attribute -- nobody changes a hidden field. */
/** Fields that the visitor does not type. The proxy accepts each of them once, and not empty. */
export function renderHidden({ host, products, texts }: FormView): TemplateResult {
  const fields = {
    product: products.length > 0 ? undefined : host.product,
    click_id: host.clickId,
    company: host.company,
    success_url: host.successUrl,
    locale: texts.lang,
  };
  const given = Object.entries(fields).filter(([, value]) => value);
  return html`${given.map(
    ([name, value]) => html`<input type="hidden" name=${name} value=${String(value)} />`,
  )}`;
}

/* oxlint-enable lit/no-value-attribute */

/** Whether the promo code is still a plain field: without a script, a form sends no other. */
export function isPlain({ host }: FormView): boolean {
  return isServer || host.isServed || !customElements.get('promo-code-input');
}

/** As large as the `<promo-code-input>` that replaces it. */
export function renderPlainPromoCode({ host, texts }: FormView): TemplateResult {
  const own = { ...english, ...loadedLocale(texts.lang)?.promoCode, ...host.messages };
  return html`
    <div class="promo_code">
      <label part="label" for="promo_code"
        >${`${own.label} `}<span class="optional">${own.optional}</span></label
      >
      <div part="field" class="field">
        <input
          part="input"
          id="promo_code"
          name="promo_code"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="255"
        />
      </div>
      <p part="message" class="message" data-room=${own.unchecked}><span></span></p>
    </div>
  `;
}
