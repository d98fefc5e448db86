import { html } from 'hono/html';
import type { Html } from './page.ts';

/** A field of a form that is shown again. */
export interface Field {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  /** In words; undefined if the field is right. */
  readonly error: string | undefined;
}

const inputTypes: Readonly<Record<string, string>> = { phone: 'tel' };
const autocomplete: Readonly<Record<string, string>> = {
  first_name: 'given-name',
  last_name: 'family-name',
  phone: 'tel',
};

/** A line to type into. */
export function inputFor(field: Field): Html {
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

/** Several lines to type into. */
export function textAreaFor(field: Field): Html {
  const { name, value, label } = field;
  return html`<label for="${idOf(name)}">${label}</label>
    <textarea id="${idOf(name)}" name="${name}" rows="5" ${invalidity(field)}>${value}</textarea
    >${errorFor(field)}`;
}

/** A field that the visitor need not see again. */
export function hiddenFor(name: string, value: string | null): Html | '' {
  return value === null ? '' : html`<input type="hidden" name="${name}" value="${value}" />`;
}

export function errorFor({ name, error }: Field): Html | '' {
  return error === undefined ? '' : html`<p class="error" id="${idOf(name)}-error">${error}</p>`;
}

export function invalidity({ name, error }: Field): Html | '' {
  return error === undefined
    ? ''
    : html` aria-invalid="true" aria-describedby="${idOf(name)}-error"`;
}

/** Without the spaces that a page's own field may have: `aria-describedby` is a list of ids. */
function idOf(name: string): string {
  return encodeURIComponent(name);
}
