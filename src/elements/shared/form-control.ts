import { LitElement, type PropertyValues } from 'lit';
import { asText } from './as-text.ts';
import { type Caret, caretOf } from './caret.ts';
import type { Fault } from './fault.ts';
import { FocusKeeper } from './focus-keeper.ts';
import { relayAria } from './relay-aria.ts';
import { ServerRendered } from './server-rendered.ts';
import { upgradeProperties } from './upgrade-properties.ts';

/**
 * A text control that takes part in its form as a native one does. Everything that a page can read
 * is up to date right after `el.value = 'x'` or `setAttribute('required', '')`, before any render.
 * `requestUpdate` ensures that: Lit calls it for each reactive property, we for everything else.
 */
export abstract class FormControl extends ServerRendered {
  /** So that it takes part in its form. */
  static readonly formAssociated: boolean = true;

  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    // So that a click on a label and `focus()` reach the inner field.
    delegatesFocus: true,
  };

  static override get observedAttributes(): string[] {
    return [
      ...super.observedAttributes,
      'value',
      'name',
      'required',
      'disabled',
      'readonly',
      'aria-label',
      'aria-labelledby',
      'aria-describedby',
    ];
  }

  /** @internal What the browser keeps beside the value, with the page's place in its history. */
  memo: Record<string, string> = {};
  declare protected readonly internals: ElementInternals;
  #typed: string | undefined;
  #customMessage = '';
  #caret: Caret;

  constructor() {
    super();
    this.internals = this.attachInternals();
    this.addController(new FocusKeeper(this));
  }

  /** What is typed now. Never reflected: the page's style sheets would see it. */
  get value(): string {
    // A text field never holds a line break (HTML, "strip newlines").
    return (this.#typed ?? this.defaultValue).replace(/[\n\r]/g, '');
  }
  set value(value: string) {
    const before = this.value;
    const { status } = this;
    this.#typed = String(value ?? '');
    const isShown = this.value !== before && this.valueChanged();
    // Most key presses change only the value, which the field shows on its own.
    if (isShown || this.status !== status) this.requestUpdate();
    else this.#updateValue();
  }

  /**
   * What the control holds until something is typed, and after a reset.
   * @attr value
   * @reflect
   */
  get defaultValue(): string {
    return this.getAttribute('value') ?? '';
  }
  set defaultValue(value: string) {
    this.setAttribute('value', asText(value) ?? '');
  }

  /**
   * Under which name the form sends the value.
   * @attr name
   * @reflect
   */
  get name(): string {
    return this.getAttribute('name') ?? '';
  }
  set name(name: string) {
    this.setAttribute('name', asText(name) ?? '');
  }

  /**
   * Holds its form back while it is empty.
   * @attr required
   * @reflect
   */
  get required(): boolean {
    return this.hasAttribute('required');
  }
  set required(required: boolean) {
    this.toggleAttribute('required', Boolean(required));
  }

  /**
   * As on a native input; a fieldset around it can disable it too.
   * @attr disabled
   * @reflect
   */
  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }
  set disabled(disabled: boolean) {
    this.toggleAttribute('disabled', Boolean(disabled));
  }

  /**
   * Leaves the value to the page alone; the code can still be applied.
   * @attr readonly
   * @reflect
   */
  get readOnly(): boolean {
    return this.hasAttribute('readonly');
  }
  set readOnly(readOnly: boolean) {
    this.toggleAttribute('readonly', Boolean(readOnly));
  }

  /** The tag name, in place of an input's `type`. */
  get type(): string {
    return this.localName;
  }

  /** The form that it takes part in. */
  get form(): HTMLFormElement | null {
    return this.internals.form;
  }
  /** The labels outside that name it. */
  get labels(): NodeList {
    return this.internals.labels;
  }
  /** Which rules the present value breaks. */
  get validity(): ValidityState {
    return this.internals.validity;
  }
  /** What is said about the first of them, in the visitor's language. */
  get validationMessage(): string {
    return this.internals.validationMessage;
  }
  /** Whether its validity counts: not while it is disabled or read-only. */
  get willValidate(): boolean {
    return this.internals.willValidate;
  }

  /** Whether the value is valid; where it is not, `invalid` is fired. */
  checkValidity(): boolean {
    return this.internals.checkValidity();
  }
  /** The same, and the visitor is shown what is wrong. */
  reportValidity(): boolean {
    return this.internals.reportValidity();
  }

  /** Holds the form back with a message of the page's own; an empty one lets it go. */
  setCustomValidity(message: string): void {
    this.#customMessage = String(message);
    this.requestUpdate();
  }

  /** Where the selection begins, as on a native input. */
  get selectionStart(): number | null {
    return this.field?.selectionStart ?? null;
  }
  set selectionStart(start: number | null) {
    if (this.field) this.field.selectionStart = start;
  }
  /** Where the selection ends. */
  get selectionEnd(): number | null {
    return this.field?.selectionEnd ?? null;
  }
  set selectionEnd(end: number | null) {
    if (this.field) this.field.selectionEnd = end;
  }
  /** In which direction the selection was made. */
  get selectionDirection(): HTMLInputElement['selectionDirection'] {
    return this.field?.selectionDirection ?? null;
  }
  set selectionDirection(direction: HTMLInputElement['selectionDirection']) {
    if (this.field) this.field.selectionDirection = direction;
  }
  /** Selects all of the value. */
  select(): void {
    this.field?.select();
  }

  /** Selects a part of the value, as on a native input. */
  setSelectionRange(...range: Parameters<HTMLInputElement['setSelectionRange']>): void {
    this.field?.setSelectionRange(...range);
  }

  /** Replaces a part of the value, as on a native input. */
  setRangeText(...change: Parameters<HTMLInputElement['setRangeText']>): void {
    if (!this.field) return;
    this.field.setRangeText(...change);
    this.value = this.field.value;
  }

  /** Disabled by its own attribute or by a fieldset around it. */
  protected get isInert(): boolean {
    return this.isServed ? this.disabled : this.matches(':disabled');
  }

  /** What the page can style as `:state(…)`. */
  abstract get status(): string;
  /** The inner field, once it is rendered: where the browser shows its message. */
  protected abstract get field(): HTMLInputElement | null;
  /** The first rule that the present value breaks, apart from `setCustomValidity()`. */
  protected abstract findFault(): Fault | undefined;
  /** Called when the value has changed. Returns whether more than the value has to be rendered. */
  protected abstract valueChanged(): boolean;

  override connectedCallback(): void {
    super.connectedCallback();
    upgradeProperties(this, ['defaultValue', 'value', 'name', 'required', 'disabled', 'readOnly']);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (old !== value && this.#typed === undefined && name === 'value') this.valueChanged();
    this.requestUpdate();
  }

  override requestUpdate(...change: Parameters<LitElement['requestUpdate']>): void {
    super.requestUpdate(...change);
    // Lit's constructor calls this before ours has set `internals`.
    if (this.internals) this.#updateForm();
  }

  protected override keepTyped(served: ShadowRoot): void {
    const field = served.querySelector('input');
    if (!field) return;
    if (field.value !== field.defaultValue) this.value = field.value;
    this.#caret = served.activeElement ? caretOf(field) : undefined;
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    this.#updateForm();
    const caret = this.#caret;
    // The browser tried `autofocus` before this was here. The visitor may be elsewhere by now.
    if (!(caret ?? this.autofocus) || document.activeElement !== document.body) return;
    this.focus({ preventScroll: Boolean(caret) });
    if (caret) this.setSelectionRange(...caret);
  }

  #updateForm(): void {
    this.#updateValue();
    if (this.field) relayAria(this, this.field, this.renderRoot.querySelectorAll('#message'));
  }

  #updateValue(): void {
    const { internals, status, field, value } = this;
    internals.setFormValue(value, `${value}\n${JSON.stringify(this.memo)}`);
    // Not if it is the same: an input method may be composing it.
    if (this.hasUpdated && field && field.value !== value) field.value = value;
    const { flags, message }: Partial<Fault> = this.#findAnyFault() ?? {};
    internals.setValidity(flags, message, field ?? undefined);
    if (internals.states.has(status)) return;
    internals.states.clear();
    internals.states.add(status);
  }

  /** None if nobody can type: Chromium would match `:invalid`, unlike for a native control. */
  #findAnyFault(): Fault | undefined {
    if (!this.willValidate) return undefined;
    const fault = this.findFault();
    const message = this.#customMessage;
    return message ? { flags: { ...fault?.flags, customError: true }, message } : fault;
  }

  /** For its own attribute and each fieldset around it. At once, so that it takes no focus. */
  formDisabledCallback(): void {
    this.requestUpdate();
    if (this.hasUpdated) this.performUpdate();
  }

  /** Goes back to the attribute, as a native input does. */
  formResetCallback(): void {
    this.#typed = undefined;
    this.valueChanged();
    this.requestUpdate();
  }

  /** Restores what was typed: after a crash, when coming back, by autofill (only the value). */
  formStateRestoreCallback(state: string | File | FormData | null): void {
    if (typeof state !== 'string') return;
    const [value, memo = '{}'] = state.split('\n') as [string, string?];
    Object.assign(this.memo, JSON.parse(memo));
    this.value = value;
  }
}
