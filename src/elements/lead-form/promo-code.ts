import type { LitElement, ReactiveController } from 'lit';
import type { Client } from '../../client/client.ts';
import { normaliseCode } from '../../contract/code.ts';
import type { PromoCodeInput } from '../promo-code-input/element.ts';
import { restoreFocus } from '../shared/caret.ts';
import { type LightForm, readLightForm } from './light-form.ts';

const tag = 'promo-code-input';
/** How long a typed code may hold the lead up; after that it goes along unchecked. */
const deadlineMs = 4_000;

interface PromoCodeHost extends LitElement {
  readonly endpoint: string | undefined;
  readonly company: string | undefined;
  readonly client: Client | undefined;
}

/** What a field takes from its form. */
const shared = ['client', 'endpoint', 'company'] as const;

/**
 * The promo code that a lead form holds: the `<promo-code-input>` in its slot, the page's or ours.
 * Its script may come later, or never; until then the form has no code.
 */
export class PromoCode implements ReactiveController {
  readonly #host: PromoCodeHost;
  /** What a field was last given for want of its own. */
  readonly #given: Record<string, unknown> = {};
  /** Whether the page has made the field so, while a submission waits for it, or several do. */
  #readOnly: boolean | undefined;

  constructor(host: PromoCodeHost) {
    this.#host = host;
    host.addController(this);
  }

  /** As it is sent; empty where there is none, or where the page has switched the field off. */
  get value(): string {
    if (this.#field?.matches(':disabled')) return '';
    return normaliseCode((this.#field ?? this.#plain)?.value ?? '');
  }

  get company(): string | undefined {
    return this.#field?.company;
  }

  /** Whether it lets the form be sent; tells its own visitor where it does not. */
  checkValidity(): boolean {
    const field = this.#field;
    if (field?.checkValidity() !== false) return true;
    let fold = field.closest('details');
    for (; fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
    // A field that the visitor cannot see is not for the visitor to correct.
    return field.checkVisibility?.({ visibilityProperty: true }) === false;
  }

  /**
   * Sees to it that a typed code has been asked for, as far as that can be had in time. Nobody
   * types into it meanwhile: the lead would go with half of another.
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

  /** Carries over what was typed into the page's own form, as soon as there is a field for it. */
  takeOver(lightForm: LightForm): void {
    // Weakly: where no script ever defines the field, the page would hold every form for good.
    const self = new WeakRef(this);
    void customElements.whenDefined(tag).then(() => self.deref()?.fill(lightForm));
  }

  /** To be called once the field is defined. */
  async fill(lightForm: LightForm): Promise<void> {
    // A plain field has been typed into until now.
    const { values, focus } = this.#plain ? readLightForm(this.#host) : lightForm;
    if (this.#plain) await this.#replacePlain();
    this.hostUpdated();
    const field = this.#field;
    if (!field) return;
    field.value ||= values.get('promo_code') ?? '';
    // Before its first render there is no caret to be set.
    await field.updateComplete;
    if (focus?.name === 'promo_code') restoreFocus(field, focus.caret);
  }

  /**
   * A field without an endpoint of its own asks where the form does, and where it does later; so
   * with the company. It uses no code up: the lead does, and the vendor would refuse it a second
   * time.
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

  async #replacePlain(): Promise<void> {
    this.#host.requestUpdate();
    await this.#host.updateComplete;
  }

  /** What a server rendered in the place of the element, whose value no plain form would send. */
  get #plain(): HTMLInputElement | null {
    return this.#host.renderRoot?.querySelector<HTMLInputElement>('#promo_code') ?? null;
  }

  get #field(): PromoCodeInput | undefined {
    const element = this.#element;
    return element && 'apply' in element ? (element as PromoCodeInput) : undefined;
  }

  get #element(): Element | null | undefined {
    const slot = this.#host.renderRoot?.querySelector<HTMLSlotElement>('slot[name=promo]');
    for (const element of slot?.assignedElements({ flatten: true }) ?? []) {
      const found = element.localName === tag ? element : element.querySelector(tag);
      if (found) return found;
    }
    return undefined;
  }
}
