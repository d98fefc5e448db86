import { type CSSResult, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { PromoCodeClient } from '../../client/promo-codes.ts';
import { normaliseCode } from '../../contract/code.ts';
import { promoCode as english } from '../locales/en.ts';
import type { PromoCodeMessages } from '../locales/messages.ts';
import { isComposing } from '../shared/composing.ts';
import type { Fault } from '../shared/fault.ts';
import { FormControl } from '../shared/form-control.ts';
import { jsonAttribute } from '../shared/json-attribute.ts';
import { NativeEvent } from '../shared/native-event.ts';
import { controls } from '../shared/styles.ts';
import { Texts } from '../shared/texts.ts';
import { version } from '../shared/version.ts';
import { buttonTextOf, renderButton } from './button.ts';
import { PromoCodeClearEvent } from './events.ts';
import { Inquiry } from './inquiry.ts';
import { describe, type Outcome } from './outcome.ts';
import { pageNameOf } from './page-name.ts';
import { styles } from './styles.ts';

/** For how long after a verdict a click does not remove the code. */
const misclickMs = 500;

export type PromoCodeStatus = 'empty' | 'typed' | Outcome['status'];

/**
 * A text field for a promo code that takes part in its form. The code is asked for by its button
 * and by Enter, never on key strokes.
 *
 * @element promo-code-input
 *
 * @fires {PromoCodeCheckEvent} promo-code-check - A code is about to be asked for; cancelable.
 * @fires {PromoCodeVerdictEvent} promo-code-verdict - The proxy answered.
 * @fires {PromoCodeErrorEvent} promo-code-error - No answer came; the visitor can try again.
 * @fires {PromoCodeClearEvent} promo-code-clear - The visitor took the code out.
 * @fires {InputEvent} input - As on a native input.
 * @fires {Event} change - As on a native input.
 *
 * @csspart label - The `<label>`.
 * @csspart field - The box around input and button.
 * @csspart input - The native `<input>`.
 * @csspart button - The `<button>`: apply, remove or try again.
 * @csspart message - The line below, where the verdict stands.
 *
 * @cssprop [--promo-lead-accent-color=#2f5bea] - Focus, button; in dark `#8fb0ff`.
 * @cssprop [--promo-lead-text-color=CanvasText] - What is typed; labels and hints, where the
 * page’s own colour does not suit them.
 * @cssprop [--promo-lead-muted-color] - Hints, placeholders.
 * @cssprop [--promo-lead-field-color=Canvas] - Inside of a field.
 * @cssprop [--promo-lead-border-color] - Frame of a field.
 * @cssprop [--promo-lead-valid-color=#0f7a3d] - An accepted code; in dark `#5fd08d`.
 * @cssprop [--promo-lead-error-color=#c02626] - Errors; in dark `#ff9a93`.
 * @cssprop [--promo-lead-radius=10px] - Corners of a field.
 * @cssprop [--promo-lead-field-height=48px] - Height of a field.
 * @cssprop [--promo-lead-field-padding=0.9em] - Between the frame of a field and its text.
 * @cssprop [--promo-lead-border-width=1px] - Frame of a field.
 * @cssprop [--promo-lead-focus-ring=2px solid] - Around what has the focus, as an `outline`.
 *
 * @cssstate empty - Nothing is typed.
 * @cssstate typed - A code is typed and not applied.
 * @cssstate checking - The proxy is being asked.
 * @cssstate valid - The code would be accepted now.
 * @cssstate invalid - The code was refused; the form is held back.
 * @cssstate unchecked - It could not be settled just now; the form is free.
 * @cssstate redeemed - The code was used up (with `consume`).
 * @cssstate error - No answer came; the form is free.
 */
export class PromoCodeInput extends FormControl {
  /** Of the package. */
  static readonly version: string = version;
  static override styles: CSSResult[] = [controls, styles];
  static override properties: PropertyDeclarations = {
    endpoint: { type: String },
    company: { type: String },
    label: { type: String },
    placeholder: { type: String },
    param: { type: String },
    consume: { type: Boolean },
    messages: { converter: jsonAttribute },
    client: { attribute: false },
  };

  /** Where the proxy is: an http(s) URL, or a path of this site. */
  declare endpoint: string | undefined;
  /** Company ID of the promoholder API; the proxy's configured one where it is left out. */
  declare company: string | undefined;
  /** The visible label, in place of "Promo code"; empty where the page has one outside. */
  declare label: string | undefined;
  /** What an empty field shows, as on a native input. */
  declare placeholder: string | undefined;
  /** The URL parameter that a code is taken from. */
  declare param: string | undefined;
  /** Applying uses the code up: for a check-out without a lead form; in one, it only validates. */
  declare consume: boolean;
  /** Texts of the page's own in place of ours; as an attribute, JSON. */
  declare messages: Partial<PromoCodeMessages> | undefined;
  /** A client of the page's own, in place of `endpoint`. */
  declare client: PromoCodeClient | undefined;

  readonly #texts: Texts<'promoCode'> = new Texts(this, 'promoCode', english);
  readonly #inquiry: Inquiry = new Inquiry(this);
  /** A validity check has failed: from now on the field shows its message too. */
  #isReported = false;

  constructor() {
    super();
    this.param = 'promo';
    this.consume = false;
    this.addEventListener('invalid', () => {
      this.#isReported = true;
      this.requestUpdate();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Only once: a code that the visitor removed does not come back when the element is moved.
    const isNew = !this.value && !this.hasUpdated;
    const code = isNew && new URLSearchParams(location.search).get(this.param ?? 'promo');
    if (code) this.value = code;
  }

  /** What is known of the code; also `:state(…)`. */
  override get status(): PromoCodeStatus {
    return this.#inquiry.outcome?.status ?? (normaliseCode(this.value) ? 'typed' : 'empty');
  }

  protected override get field(): HTMLInputElement | null {
    return this.renderRoot?.querySelector('input') ?? null;
  }

  protected override findFault(): Fault | undefined {
    if (this.required && this.status === 'empty') {
      return { flags: { valueMissing: true }, message: this.#texts.get('required') || ' ' };
    }
    const { outcome } = this.#inquiry;
    if (outcome?.status !== 'invalid') return undefined;
    return { flags: { customError: true }, message: describe(outcome, this.#texts) || ' ' };
  }

  protected override valueChanged(): boolean {
    const isReported = this.#isReported;
    // Not if the page writes the code as the proxy spells it: a new key would be another use.
    if (this.#inquiry.outcome?.code !== this.value) this.#inquiry.forget();
    this.#isReported = false;
    return isReported;
  }

  /** Another order begins: what was asked for before is nobody's any more. */
  override formResetCallback(): void {
    this.memo = {};
    this.#inquiry.forget();
    super.formResetCallback();
  }

  /** Sees to it that a typed code has an outcome by the time that `signal` aborts. */
  async settle(signal: AbortSignal): Promise<void> {
    if (/error|typed|checking/.test(this.status)) await this.apply({ signal });
  }

  /**
   * Asks the proxy for the code, as the button does; while it is being asked, waits for that.
   * Resolves when there is an outcome, and never rejects. When `signal` aborts, the code is left
   * `unchecked`.
   */
  async apply({ signal }: { readonly signal?: AbortSignal } = {}): Promise<PromoCodeStatus> {
    const code = normaliseCode(this.value);
    if (code && !this.isInert) this.#inquiry.start(code);
    await this.#inquiry.end(signal);
    return this.status;
  }

  /** Takes the code out, as the visitor does. */
  clear(): void {
    this.value = '';
    this.dispatchEvent(new PromoCodeClearEvent());
  }

  /* oxlint-disable lit/no-value-attribute -- the base class sets the value, at once. */
  protected override render(): TemplateResult {
    const { status } = this;
    const isLocked = status === 'redeemed' || (status === 'checking' && this.consume);
    return html`
      ${this.#renderLabel()}
      <div
        part="field"
        class="field ${this.#tone}"
        @keydown=${(event: KeyboardEvent) => this.#onKeydown(event)}
      >
        <input
          id="input"
          part="input"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck="false"
          enterkeyhint="done"
          maxlength="255"
          aria-describedby="message"
          aria-label=${pageNameOf(this) || nothing}
          aria-required=${this.required}
          aria-invalid=${this.#tone === 'invalid'}
          placeholder=${this.placeholder ?? nothing}
          value=${this.defaultValue}
          ?disabled=${this.isInert}
          ?readonly=${this.readOnly || isLocked}
          @input=${({ target }: Event) => (this.value = (target as HTMLInputElement).value)}
          @change=${() => this.#onChange()}
        />
        ${
          status === 'redeemed'
            ? nothing
            : renderButton({
                status,
                texts: this.#texts,
                isWaiting: this.#inquiry.countdown.isRunning,
                isInert: this.isInert || (buttonTextOf(status) === 'remove' && this.readOnly),
                onClick: () => this.#onButton(),
              })
        }
      </div>
      ${this.#renderMessage()}
    `;
  }
  /* oxlint-enable lit/no-value-attribute */

  get #tone(): PromoCodeStatus {
    return this.#isReported && !this.validity.valid ? 'invalid' : this.status;
  }

  #renderLabel(): TemplateResult | typeof nothing {
    const label = this.label ?? (pageNameOf(this) ? '' : this.#texts.get('label'));
    if (!label) return nothing;
    const lang = this.#texts.foreignLang;
    // Fields without a mark are required; this one rarely is. The space is in one text with the
    // label: Chromium would leave a lone one out of the accessible name.
    const mark = this.required
      ? nothing
      : html`<span class="optional" lang=${lang}>${this.#texts.get('optional')}</span>`;
    return html`<label part="label" for="input" lang=${this.label ? nothing : lang}
      >${`${label} `}${mark}</label
    >`;
  }

  #renderMessage(): TemplateResult {
    const { outcome, countdown } = this.#inquiry;
    const text = outcome
      ? describe(outcome, this.#texts, countdown.isRunning)
      : this.#isReported && (this.validationMessage || this.#texts.get('required'));
    const [waitInside, waitOutside] = countdown.render(this.#texts);
    return html`
      <p
        part="message"
        class="message ${this.#tone}"
        lang=${this.#texts.foreignLang}
        data-room=${this.#texts.get('unchecked')}
      >
        <span
          ><span role="status"><span id="message">${text || nothing}</span>${waitInside}</span
          >${waitOutside}</span
        >
      </p>
    `;
  }

  /** `change` stops at the shadow root, unlike `input`. */
  #onChange(): void {
    this.dispatchEvent(new NativeEvent('change', { bubbles: true }));
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || isComposing(event)) return;
    const isTyping = event.target === this.field;
    // Enter clicks the button, but only once while the key is held down; in the field, the browser
    // fires `change`.
    if (event.repeat) event.preventDefault();
    if (isTyping && !event.repeat && buttonTextOf(this.status) !== 'remove') this.#onButton();
  }

  /** Fires the events of typing: the visitor changes the value. */
  #remove(): void {
    this.clear();
    this.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    this.#onChange();
  }

  #onButton(): void {
    const text = buttonTextOf(this.status);
    // The second click of a double click, or an impatient one, is meant for the former button.
    if (text === 'remove' && performance.now() - this.#inquiry.settledAt < misclickMs) return;
    if (text === 'remove') this.#remove();
    else if (this.status === 'empty') this.#isReported = true;
    else return void this.apply();
    // Not `this.focus()`, which does nothing while the button inside has the focus (HTML, "get the
    // focusable area").
    this.field?.focus();
    this.requestUpdate();
  }
}
