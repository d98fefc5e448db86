import { html, noChange, nothing, type TemplateResult } from 'lit';
import type { Countdown } from '../shared/countdown.ts';
import type { Texts } from '../shared/texts.ts';
import type { Draft } from './draft.ts';
import type { LeadForm } from './element.ts';
import { errorText, type FieldName, type TextFieldName, textFields } from './fields.ts';
import { type Product, type ProductsHost, readProducts } from './light-form.ts';
import { renderNotice } from './notice.ts';
import { renderSubmit, renderThanks } from './outcome.ts';
import { reservedBelow } from './reserved-text.ts';
import { isPlain, renderHidden, renderPlainPromoCode } from './served-form.ts';
import type { Phase } from './submission.ts';

/** What the form shows, and its listeners. */
export interface FormView {
  readonly draft: Draft;
  readonly phase: Phase;
  readonly texts: Texts<'leadForm'>;
  /** The products to choose from; empty if there is only one. */
  readonly products: readonly Product[];
  /** The page's settings. */
  readonly host: ProductsHost &
    Pick<
      LeadForm,
      'promo' | 'consent' | 'company' | 'messages' | 'product' | 'clickId' | 'successUrl'
    >;
  /** Where the form is posted without a script; only for a form that a server rendered. */
  readonly action: string | undefined;
  /** A mistake in the page's use of the element. */
  readonly fault: string | undefined;
  readonly countdown: Countdown;
  /** Of the button and of the form. */
  readonly onSubmit: (event: Event) => void;
  readonly onSlotChange: () => void;
}

/**
 * `method="dialog"` does nothing for a form outside a dialog (HTML, "form submission algorithm").
 * If our listener is gone (a page that tampers with listeners), any other method would navigate
 * away, with what was typed in the URL. A form that a server rendered is posted instead.
 */
export function renderForm(view: FormView): TemplateResult {
  const { host, phase, texts, products } = view;
  // Nearly every form gets this event once for its children, and few of them are options.
  const onOptions = (): void => {
    if (products.length + readProducts(host).length > 0) view.onSlotChange();
  };
  return html`
    <slot hidden @slotchange=${onOptions}></slot>
    <div class="stack" lang=${texts.foreignLang}>
      ${renderNotice(view)}
      <form
        part="form"
        method=${view.action ? 'post' : 'dialog'}
        action=${view.action ?? nothing}
        ?novalidate=${!host.isServed}
        ?inert=${phase.step === 'accepted'}
        aria-busy=${phase.step === 'submitting'}
        @submit=${view.onSubmit}
      >
        ${view.action ? renderHidden(view) : nothing}
        ${view.draft.order.map((name) => renderText(view, name))}
        ${products.length > 0 ? renderChoice(view, 'product') : nothing} ${renderPromoCode(view)}
        <slot name="extra"></slot>
        ${host.consent ? renderConsent(view, 'consent') : nothing} ${renderSubmit(view)}
      </form>
      ${phase.step === 'accepted' ? renderThanks(phase.receipt, phase.lead, texts) : nothing}
    </div>
  `;
}

/**
 * A control is `required` only if a server rendered it, for the browser's own checks: Firefox tells
 * screen readers that an empty one is invalid, whatever `aria-invalid` says.
 */
function renderText(view: FormView, name: TextFieldName): TemplateResult {
  const { draft, texts } = view;
  const { type, autocomplete, hint } = textFields[name];
  // Some autofill fires only one of `input` and `change`.
  const control = html`<input
    part="input"
    id=${name}
    name=${name}
    type=${type}
    inputmode=${type}
    autocomplete=${autocomplete}
    autocapitalize=${type === 'tel' ? 'off' : 'words'}
    enterkeyhint=${type === 'tel' ? 'send' : 'next'}
    ?required=${view.host.isServed}
    aria-required="true"
    aria-invalid=${draft.errors[name] !== undefined}
    aria-describedby="${name}-message"
    ?readonly=${view.phase.step === 'submitting'}
    .value=${draft.values[name]}
    @input=${(event: Event) => draft.press(name, typed(event))}
    @change=${(event: Event) => draft.type(name, typed(event))}
    @blur=${() => draft.leave(name)}
  />`;
  return renderField(view, name, control, hint && texts.get(hint));
}

function typed({ target }: Event): string {
  return (target as HTMLInputElement | HTMLSelectElement).value;
}

function renderChoice(view: FormView, name: 'product'): TemplateResult {
  const { draft } = view;
  const chosen = draft.values[name];
  const control = html`<select
    part="input"
    id=${name}
    name=${name}
    ?required=${view.host.isServed}
    aria-required="true"
    aria-invalid=${draft.errors[name] !== undefined}
    aria-describedby="${name}-message"
    @change=${(event: Event) => draft.type(name, typed(event))}
    @blur=${() => draft.leave(name)}
  >
    ${[{ value: '', label: view.texts.get('product_choose') }, ...view.products].map(
      ({ value, label }) => {
        const isChosen = value === chosen;
        // The attribute is for a server: once the visitor has chosen, it changes nothing.
        return html`<option
          value=${value}
          ?selected=${isChosen}
          .selected=${view.host.isServed ? noChange : isChosen}
        >
          ${label}
        </option>`;
      },
    )}
  </select>`;
  return renderField(view, name, control);
}

function renderField(
  view: FormView,
  name: Exclude<FieldName, 'consent'>,
  control: TemplateResult,
  hint?: string,
): TemplateResult {
  return html`
    <div>
      <label part="label" for=${name}>${view.texts.get(name)}</label>
      <div part="field" class="field">${control}</div>
      ${renderMessage(view, name, hint)}
    </div>
  `;
}

function renderMessage({ draft, texts }: FormView, name: FieldName, hint?: string): TemplateResult {
  const error = draft.errors[name];
  return html`<p
    part="message"
    class="message"
    id="${name}-message"
    data-room=${reservedBelow(name, texts)}
  >
    <span>${error ? texts.get(errorText(name, error)) : (hint ?? nothing)}</span>
  </p>`;
}

function renderPromoCode(view: FormView): TemplateResult {
  const { host, onSlotChange } = view;
  const { messages, promo } = host;
  return html`
    <slot name="promo" @slotchange=${onSlotChange}>
      ${
        !promo
          ? nothing
          : view.action && isPlain(view)
            ? renderPlainPromoCode(view)
            : html`<promo-code-input
                part="promo"
                exportparts="label, field, input, button, message"
                name="promo_code"
                .messages=${messages}
              ></promo-code-input>`
      }
    </slot>
  `;
}

function renderConsent(view: FormView, name: 'consent'): TemplateResult {
  const { draft } = view;
  const error = draft.errors[name];
  return html`
    <div part="consent" class="consent">
      <label>
        <input
          id=${name}
          name=${name}
          type="checkbox"
          ?required=${view.host.isServed}
          aria-required="true"
          aria-invalid=${error !== undefined}
          aria-describedby="${name}-message"
          .checked=${view.host.isServed ? noChange : draft.values[name] !== ''}
          @change=${(event: Event) =>
            draft.type(name, (event.target as HTMLInputElement).checked ? 'true' : '')}
          @blur=${() => draft.leave(name)}
        />
        <span><slot name="consent">${view.texts.get('consent')}</slot></span>
      </label>
      ${renderMessage(view, name)}
    </div>
  `;
}
