import { html } from 'hono/html';
import type { FieldError } from '../../contract/field-error.ts';
import type { Product } from '../../contract/product.ts';
import type { Markup, Page } from './page.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts';

export interface Correction {
  readonly language: PageLanguage;
  /** What was typed. */
  readonly fields: Readonly<Record<string, string | true>>;
  readonly errors: readonly FieldError[];
  readonly products: readonly Product[];
  readonly form: URLSearchParams;
}

interface Field {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly error: string | undefined;
}

const inputTypes: Readonly<Record<string, string>> = { phone: 'tel' };
const autocomplete: Readonly<Record<string, string>> = {
  first_name: 'given-name',
  last_name: 'family-name',
  phone: 'tel',
};

/** The form once more, with everything that was typed and a word beside each wrong field. */
export function correctionPage(correction: Correction): Page {
  const { language, errors, form } = correction;
  const texts = pageTexts[language];
  const fields = ['first_name', 'last_name', 'phone'].map((name) =>
    inputFor(describe(correction, texts, name)),
  );
  return {
    title: texts.correctTitle,
    body: html`<p>${texts.correct}</p>
      <form method="post" action="/v1/leads">
        ${fields} ${productFor(correction, describe(correction, texts, 'product'))}
        ${form.has('promo_code') ? inputFor(describe(correction, texts, 'promo_code')) : ''}
        ${consentFor(describe(correction, texts, 'consent'), errors, form)}
        ${['click_id', 'company', 'locale', 'success_url'].map((name) => hiddenFor(name, form))}
        <button>${texts.send}</button>
      </form>`,
  };
}

function describe({ fields, errors }: Correction, texts: PageTexts, name: string): Field {
  const error = errors.find(({ field }) => field === name);
  return {
    name,
    value: String(fields[name] ?? ''),
    label: texts.fields[name] ?? name,
    error: error && texts.errors[error.code],
  };
}

function errorFor({ name, error }: Field): Markup | '' {
  return error === undefined ? '' : html`<p class="error" id="${name}-error">${error}</p>`;
}

function invalidity({ name, error }: Field): Markup | '' {
  return error === undefined ? '' : html` aria-invalid="true" aria-describedby="${name}-error"`;
}

function inputFor(field: Field): Markup {
  const { name, value, label } = field;
  return html`<label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      value="${value}"
      type="${inputTypes[name] ?? 'text'}"
      autocomplete="${autocomplete[name] ?? 'off'}"
      ${invalidity(field)}
    />${errorFor(field)}`;
}

/** A choice, where the product is what is wrong; else it stays as the page had it. */
function productFor({ products, form }: Correction, field: Field): Markup | '' {
  if (field.error === undefined) return hiddenFor('product', form);
  const options = products.map(
    ({ slug, title }) => html`<option value="${slug}">${title ?? slug}</option>`,
  );
  return html`<label for="product">${field.label}</label>
    <select id="product" name="product" ${invalidity(field)}>
      ${options}</select
    >${errorFor(field)}`;
}

function consentFor(
  field: Field,
  errors: readonly FieldError[],
  form: URLSearchParams,
): Markup | '' {
  if (!errors.some(({ field: name }) => name === 'consent')) return hiddenFor('consent', form);
  return html`<label>
      <input type="checkbox" name="consent" ${invalidity(field)} /> ${field.label} </label
    >${errorFor(field)}`;
}

function hiddenFor(name: string, form: URLSearchParams): Markup | '' {
  const value = form.get(name);
  return value === null ? '' : html`<input type="hidden" name="${name}" value="${value}" />`;
}
