import { html } from 'hono/html';
import { normaliseConsentText } from '../../contract/consent.ts';
import type { FieldError } from '../../contract/field-error.ts';
import type { Product } from '../../contract/product.ts';
import { errorFor, type Field, hiddenFor, inputFor, invalidity, textAreaFor } from './inputs.ts';
import type { Html, Page } from './page.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts';

export interface CorrectionPageOptions {
  readonly language: PageLanguage;
  /** The fields as they were typed. */
  readonly form: URLSearchParams;
  /** The page's own fields among them. */
  readonly extra: ReadonlyMap<string, string>;
  readonly errors: readonly FieldError[];
  readonly products: readonly Product[];
  /** The owner's thank-you page, if its origin is allowed. */
  readonly successUrl: string | undefined;
}

/** The form again, with everything that was typed and a message beside each wrong field. */
export function correctionPage(correction: CorrectionPageOptions): Page {
  const { language, errors, form, extra, successUrl } = correction;
  const texts = pageTexts[language];
  const fields = ['first_name', 'last_name', 'phone'].map((name) =>
    inputFor(fieldOf(correction, texts, name)),
  );
  const hidden = ['click_id', 'locale', 'success_url', 'trap', 'consent_text'];
  return {
    title: texts.correctTitle,
    isFormLeavingUs: successUrl !== undefined,
    // No action, so it posts to its own URL: the proxy may be mounted below a path of a site.
    body: html`<p>${texts.correct}</p>
      <form method="post">
        ${fields} ${productFor(correction, fieldOf(correction, texts, 'product'))}
        ${form.has('promo_code') ? inputFor(fieldOf(correction, texts, 'promo_code')) : ''}
        ${companyFor(fieldOf(correction, texts, 'company'))}
        ${Array.from(extra.keys(), (name) => extraFor(correction, texts, name))}
        ${consentFor(fieldOf(correction, texts, 'consent'), errors, form)}
        ${hidden.map((name) => hiddenFor(name, form.get(name)))}
        <button>${texts.send}</button>
      </form>`,
  };
}

function fieldOf({ form, errors }: CorrectionPageOptions, texts: PageTexts, name: string): Field {
  const error = errors.find(({ field }) => field === name);
  return {
    name,
    value: form.get(name) ?? '',
    label: texts.fields[name] ?? name,
    error: error && texts.errors[error.code],
  };
}

/** A choice if the product is wrong; otherwise it stays as the page had it. */
function productFor({ products, form }: CorrectionPageOptions, field: Field): Html | '' {
  if (field.error === undefined) return hiddenFor('product', form.get('product'));
  const options = products.map(
    ({ slug, title }) => html`<option value="${slug}">${title ?? slug}</option>`,
  );
  return html`<label for="product">${field.label}</label>
    <select id="product" name="product" ${invalidity(field)}>
      ${options}</select
    >${errorFor(field)}`;
}

/** The page's company ID, which a visitor sees and may empty only if it is wrong. */
function companyFor(field: Field): Html | '' {
  return field.error === undefined ? hiddenFor('company', field.value || null) : inputFor(field);
}

/** A page's own field can only be too long, alone or together with the others. */
function extraFor(
  { extra, errors }: CorrectionPageOptions,
  texts: PageTexts,
  name: string,
): Html | '' {
  const value = extra.get(name) ?? '';
  const isWrong = errors.some(({ field }) => field === `extra.${name}` || field === 'extra');
  if (!isWrong) return hiddenFor(`extra[${name}]`, value);
  return textAreaFor({ name: `extra[${name}]`, value, label: name, error: texts.extraTooLong });
}

/** In the page's own words if it sent them, because they are stored as what was agreed to. */
function consentFor(field: Field, errors: readonly FieldError[], form: URLSearchParams): Html | '' {
  if (!errors.some(({ field: name }) => name === 'consent')) {
    return hiddenFor('consent', form.get('consent'));
  }
  const shown = normaliseConsentText(form.get('consent_text') ?? '');
  return html`<label>
      <input type="checkbox" name="consent" ${invalidity(field)} />
      ${shown === '' ? field.label : shown} </label
    >${errorFor(field)}`;
}
