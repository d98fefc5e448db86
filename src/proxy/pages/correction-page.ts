import { html } from 'hono/html';
import { normaliseConsentText } from '../../contract/consent.ts';
import type { FieldError } from '../../contract/field-error.ts';
import type { Product } from '../../contract/product.ts';
import { errorFor, type Field, hiddenFor, inputFor, invalidity, textAreaFor } from './inputs.ts';
import type { Markup, Page } from './page.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts';

export interface Correction {
  readonly language: PageLanguage;
  /** What was typed. */
  readonly form: URLSearchParams;
  /** The page's own fields among it. */
  readonly extra: ReadonlyMap<string, string>;
  readonly errors: readonly FieldError[];
  readonly products: readonly Product[];
  /** The owner's thank-you page, where it may be gone to. */
  readonly successUrl: string | undefined;
}

/** The form once more, with everything that was typed and a word beside each wrong field. */
export function correctionPage(correction: Correction): Page {
  const { language, errors, form, extra, successUrl } = correction;
  const texts = pageTexts[language];
  const fields = ['first_name', 'last_name', 'phone'].map((name) =>
    inputFor(describe(correction, texts, name)),
  );
  const hidden = ['click_id', 'locale', 'success_url', 'trap', 'consent_text'];
  return {
    title: texts.correctTitle,
    formOrigin: successUrl === undefined ? undefined : new URL(successUrl).origin,
    // Without an action, to where it came from: the proxy may be mounted below a path of a site.
    body: html`<p>${texts.correct}</p>
      <form method="post">
        ${fields} ${productFor(correction, describe(correction, texts, 'product'))}
        ${form.has('promo_code') ? inputFor(describe(correction, texts, 'promo_code')) : ''}
        ${companyFor(describe(correction, texts, 'company'))}
        ${Array.from(extra.keys(), (name) => extraFor(correction, texts, name))}
        ${consentFor(describe(correction, texts, 'consent'), errors, form)}
        ${hidden.map((name) => hiddenFor(name, form.get(name)))}
        <button>${texts.send}</button>
      </form>`,
  };
}

function describe({ form, errors }: Correction, texts: PageTexts, name: string): Field {
  const error = errors.find(({ field }) => field === name);
  return {
    name,
    value: form.get(name) ?? '',
    label: texts.fields[name] ?? name,
    error: error && texts.errors[error.code],
  };
}

/** A choice, where the product is what is wrong; else it stays as the page had it. */
function productFor({ products, form }: Correction, field: Field): Markup | '' {
  if (field.error === undefined) return hiddenFor('product', form.get('product'));
  const options = products.map(
    ({ slug, title }) => html`<option value="${slug}">${title ?? slug}</option>`,
  );
  return html`<label for="product">${field.label}</label>
    <select id="product" name="product" ${invalidity(field)}>
      ${options}</select
    >${errorFor(field)}`;
}

/** The page's own ID of its company, which a visitor sees and may empty where it is none. */
function companyFor(field: Field): Markup | '' {
  return field.error === undefined ? hiddenFor('company', field.value || null) : inputFor(field);
}

/** All that an own field can be is too long: by itself, or with the others. */
function extraFor({ extra, errors }: Correction, texts: PageTexts, name: string): Markup | '' {
  const value = extra.get(name) ?? '';
  const isWrong = errors.some(({ field }) => field === `extra.${name}` || field === 'extra');
  if (!isWrong) return hiddenFor(`extra[${name}]`, value);
  return textAreaFor({ name: `extra[${name}]`, value, label: name, error: texts.extraTooLong });
}

/** In the page's words where it sent them: they are kept as what was agreed to. */
function consentFor(
  field: Field,
  errors: readonly FieldError[],
  form: URLSearchParams,
): Markup | '' {
  if (!errors.some(({ field: name }) => name === 'consent')) {
    return hiddenFor('consent', form.get('consent'));
  }
  const shown = normaliseConsentText(form.get('consent_text') ?? '');
  return html`<label>
      <input type="checkbox" name="consent" ${invalidity(field)} />
      ${shown === '' ? field.label : shown} </label
    >${errorFor(field)}`;
}
