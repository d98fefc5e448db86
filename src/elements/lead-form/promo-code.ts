import type { LitElement, ReactiveController } from 'lit';
import type { Client } from '../../client/client.ts';
import { normaliseCode } from '../../contract/code.ts';
import type { PromoCodeInput } from '../promo-code-input/element.ts';
import { restoreFocus } from '../shared/caret.ts';
import { type LightForm, readLightForm } from './light-form.ts';

const tag = 'promo-code-input';
/** How long checking a typed code may delay the lead; after that it is sent along unchecked. */
const deadlineMs = 4_000;

interface PromoCodeHost extends LitElement {
  readonly endpoint: string | undefined;
  readonly company: string | undefined;
  readonly client: Client | undefined;
}

/** Properties that a field takes from its form. */
const shared = ['client', 'endpoint', 'company'] as const;

/**
 * The promo code of a lead form: the `<promo-code-input>` in its slot, the page's or ours. Its
 * script may load later, or never; until then the form has no code.
 */
export class PromoCode implements ReactiveController {
  readonly #host: PromoCodeHost;
  /** What the field was last given because it had no value of its own. */
  readonly #given: Record<string, unknown> = {};
  /** The page's own `readOnly` of the field, while one or more submissions wait for it. */
  #readOnly: boolean | undefined;

  constructor(host: PromoCodeHost) {
    this.#host = host;
    host.addController(this);
  }

  /** As it is sent; empty if there is none, or if the page has disabled the field. */
  get value(): string {
    if (this.#field?.matches(':disabled')) return '';
    return normaliseCode((this.#field ?? this.#plain)?.value ?? '');
  }

  get company(): string | undefined {
    return this.#field?.company;
  }

  /** Whether it lets the form be sent; if not, the field shows why. */
  checkValidity(): boolean {
    const field = this.#field;
    if (field?.checkValidity() !== false) return true;
    let fold = field.closest('details');
    for (; fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
    // The visitor cannot correct a field that is not visible.
    return field.checkVisibility?.({ visibilityProperty: true }) === false;
  }

  /**
   * Checks a typed code, if that can be done in time. The field is read-only until then: otherwise
   * the lead could be sent with half of another code.
   */
  async settle(): Promise<void> {
    const field = this.#field;
    if (!field) return;
    const readOnly = (this.#readOnly ??= field.readOnly);
    const settled = field.settle(AbortSignal.timeout(deadlineMs));
    field.readOnly = true;
    await settled;
    field.readOnly = readOnly;
    this.#readOnly = undefined;
  }

  focus(): void {
    this.#field?.focus();
  }

  reset(): void {
    this.#field?.formResetCallback();
  }

  /** Copies what was typed into the page's own form, as soon as the field is defined. */
  takeOver(lightForm: LightForm): void {
    // Weakly: if no script ever defines the field, the page would keep every form in memory.
    const self = new WeakRef(this);
    void customElements.whenDefined(tag).then(() => self.deref()?.fillIn(lightForm));
  }

  /** To be called once the field is defined. */
  async fillIn(lightForm: LightForm): Promise<void> {
    // The visitor could type into a plain field until now.
    const { values, focus } = this.#plain ? readLightForm(this.#host) : lightForm;
    if (this.#plain) {
      this.#host.requestUpdate();
      await this.#host.updateComplete;
    }
    this.hostUpdated();
    const field = this.#field;
    if (!field) return;
    field.value ||= values.get('promo_code') ?? '';
    // Before the first render there is no field to set the caret in.
    await field.updateComplete;
    if (focus?.name === 'promo_code') restoreFocus(field, focus.caret);
  }

  /**
   * A field without an endpoint of its own uses the form's, also after that has changed; likewise
   * the company and the client. It never consumes the code: the lead does, and the vendor would
   * refuse it a second time.
   */
  hostUpdated(): void {
    const field = this.#field;
    if (!field) return;
    field.consume = false;
    for (const name of shared) {
      const { [name]: given } = this.#given;
      if ((field[name] ?? given) === given) {
        Object.assign(field, { [name]: (this.#given[name] = this.#host[name]) });
      }
    }
  }

  /** The server-rendered field: a form without script could not send the element's value. */
  get #plain(): HTMLInputElement | null {
    return this.#host.renderRoot?.querySelector<HTMLInputElement>('#promo_code') ?? null;
  }

  get #field(): PromoCodeInput | undefined {
    const slot = this.#host.renderRoot?.querySelector<HTMLSlotElement>('slot[name=promo]');
    for (const element of slot?.assignedElements({ flatten: true }) ?? []) {
      const found = element.localName === tag ? element : element.querySelector(tag);
      if (found) return 'apply' in found ? (found as PromoCodeInput) : undefined;
    }
    return undefined;
  }
}
