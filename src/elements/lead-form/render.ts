import { html, nothing, type TemplateResult } from 'lit';
import type { FieldErrorCode } from '../../contract/problem.ts';
import type { Texts } from '../shared/texts.ts';
import { errorText, type FieldName, type TextField } from './fields.ts';
import type { Product } from './light-form.ts';

/** What a field shows, and whom it tells. */
export interface FieldView {
  readonly name: FieldName;
  readonly value: string;
  readonly error: FieldErrorCode | undefined;
  readonly isBusy: boolean;
  readonly texts: Texts<'leadForm'>;
  readonly onInput: (value: string) => void;
  readonly onLeave: () => void;
}

export function renderText(field: TextField, view: FieldView): TemplateResult {
  const { name, texts } = view;
  const control = html`<input
    part="input"
    id=${name}
    name=${name}
    type=${field.type}
    inputmode=${field.type}
    autocomplete=${field.autocomplete}
    autocapitalize=${field.type === 'tel' ? 'off' : 'words'}
    enterkeyhint="next"
    required
    aria-invalid=${view.error !== undefined}
    aria-describedby="${name}-message"
    ?readonly=${view.isBusy}
    .value=${view.value}
    @input=${(event: Event) => view.onInput((event.target as HTMLInputElement).value)}
    @blur=${view.onLeave}
  />`;
  return renderField(view, control, field.hint && texts.get(field.hint));
}

export function renderChoice(products: readonly Product[], view: FieldView): TemplateResult {
  const { name, texts, value } = view;
  const control = html`<select
    part="input"
    id=${name}
    name=${name}
    required
    aria-invalid=${view.error !== undefined}
    aria-describedby="${name}-message"
    @change=${(event: Event) => view.onInput((event.target as HTMLSelectElement).value)}
    @blur=${view.onLeave}
  >
    <option value="" ?selected=${!value}>${texts.get('product_choose')}</option>
    ${products.map(
      (product) =>
        html`<option value=${product.value} ?selected=${product.value === value}>
          ${product.label}
        </option>`,
    )}
  </select>`;
  return renderField(view, control);
}

function renderField(view: FieldView, control: TemplateResult, hint?: string): TemplateResult {
  const { name, error, texts } = view;
  return html`
    <div class="${name} ${error ? 'wrong' : ''}">
      <label part="label" for=${name}>${name === 'consent' ? nothing : texts.get(name)}</label>
      <div part="field" class="field">${control}</div>
      ${renderMessage(view, hint)}
    </div>
  `;
}

function renderMessage({ name, error, texts }: FieldView, hint?: string): TemplateResult {
  return html`<p part="message" class="message" id="${name}-message">
    ${error ? texts.get(errorText(name, error)) : (hint ?? nothing)}
  </p>`;
}

export function renderConsent(view: FieldView): TemplateResult {
  const { name, error } = view;
  return html`
    <div part="consent" class="consent ${error ? 'wrong' : ''}">
      <label>
        <input
          id=${name}
          name=${name}
          type="checkbox"
          required
          aria-invalid=${error !== undefined}
          aria-describedby="${name}-message"
          .checked=${view.value !== ''}
          @change=${(event: Event) =>
            view.onInput((event.target as HTMLInputElement).checked ? 'true' : '')}
          @blur=${view.onLeave}
        />
        <span><slot name="consent">${view.texts.get('consent')}</slot></span>
      </label>
      ${renderMessage(view)}
    </div>
  `;
}
