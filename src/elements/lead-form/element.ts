import type { CSSResult, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import type { Client } from '../../client/client.ts';
import { resolveEndpoint } from '../../client/endpoint.ts';
import { createLeadClient, type LeadClient } from '../../client/leads.ts';
import type { Touch } from '../../contract/attribution.ts';
import type { LeadRequest } from '../../contract/lead.ts';
import { leadForm as english } from '../locales/en.ts';
import type { LeadFormMessages, PromoCodeMessages } from '../locales/messages.ts';
import { restoreFocus } from '../shared/caret.ts';
import { Connection } from '../shared/connection.ts';
import { FocusKeeper } from '../shared/focus-keeper.ts';
import { jsonAttribute } from '../shared/json-attribute.ts';
import { ServerRendered } from '../shared/server-rendered.ts';
import { controls } from '../shared/styles.ts';
import { Texts } from '../shared/texts.ts';
import { version } from '../shared/version.ts';
import { touchOfNow } from './attribution.ts';
import { shownConsent } from './consent.ts';
import { Draft } from './draft.ts';
import { normaliseField } from './fields.ts';
import { LaterLoader } from './later-loader.ts';
import { createLead } from './lead.ts';
import { type LightForm, type Product, readLightForm, readProducts } from './light-form.ts';
import { PromoCode } from './promo-code.ts';
import { renderForm } from './render.ts';
import { runInTurn } from './run-in-turn.ts';
import { postUrl } from './served-form.ts';
import { styles } from './styles.ts';
import { type LeadFormStatus, Submission } from './submission.ts';

/**
 * A lead form: name, phone, product, and an optional promo code and consent.
 *
 * A plain `<form>` inside is the page without script: it is shown until the element is defined, and
 * what was typed into it is carried over. Several products are offered by `<option>`s inside the
 * element (or in that form's `product` field), or by the property `products`.
 *
 * @element lead-form
 *
 * @fires {LeadSubmitEvent} lead-submit - The lead is about to be sent; cancelable.
 * @fires {LeadAcceptedEvent} lead-accepted - The lead is stored.
 * @fires {LeadRefusedEvent} lead-refused - The proxy refused some fields.
 * @fires {LeadQueuedEvent} lead-queued - The lead waits in the browser until it can be sent.
 * @fires {LeadErrorEvent} lead-error - The lead did not get through; nothing typed is lost.
 *
 * @slot - The page without script: a `<form>`, and `<option>`s to choose the product from.
 * @slot promo - A `<promo-code-input>` of the page's own.
 * @slot extra - More of the page's own, above the consent; what its fields hold is sent along.
 * @slot consent - What the visitor agrees to.
 * @slot submit - Text of the button.
 * @slot success - In place of the thanks.
 *
 * @csspart form - The `<form>`.
 * @csspart label - Every `<label>`.
 * @csspart field - The box around every field.
 * @csspart input - Every native `<input>` and `<select>`.
 * @csspart message - The line below every field.
 * @csspart promo - The `<promo-code-input>` that `promo` makes.
 * @csspart button - The `<button>` of the promo code field.
 * @csspart consent - The consent box with its text.
 * @csspart submit - The `<button>`.
 * @csspart alert - The line below the button, where a failure stands.
 * @csspart thanks - What stands in place of the form once the lead is stored.
 *
 * @cssprop [--promo-lead-accent-color=#2f5bea] - Focus, button; in dark `#8fb0ff`.
 * @cssprop [--promo-lead-accent-text-color=#fff] - Text on the accent colour; in dark `#0b1020`.
 * @cssprop [--promo-lead-text-color=CanvasText] - What is typed; labels and hints, where the
 * page’s own colour does not suit them.
 * @cssprop [--promo-lead-muted-color] - Hints, placeholders.
 * @cssprop [--promo-lead-field-color=Canvas] - Inside of a field.
 * @cssprop [--promo-lead-border-color] - Frame of a field.
 * @cssprop [--promo-lead-valid-color=#0f7a3d] - An accepted code, the thanks; in dark `#5fd08d`.
 * @cssprop [--promo-lead-error-color=#c02626] - Errors; in dark `#ff9a93`.
 * @cssprop [--promo-lead-radius=10px] - Corners of fields and button.
 * @cssprop [--promo-lead-field-height=48px] - Height of fields and button.
 * @cssprop [--promo-lead-field-padding=0.9em] - Between the frame of a field and its text.
 * @cssprop [--promo-lead-border-width=1px] - Frame of a field.
 * @cssprop [--promo-lead-focus-ring=2px solid] - Around what has the focus, as an `outline`.
 * @cssprop [--promo-lead-gap=0.6em 1em] - Between rows, and between columns.
 *
 * @cssstate editing - The form is being filled in.
 * @cssstate submitting - The lead is on its way.
 * @cssstate failed - It did not get through, and can be tried again.
 * @cssstate queued - It waits in the browser, and can be sent now.
 * @cssstate accepted - It is stored.
 */
export class LeadForm extends ServerRendered {
  /** Of the package. */
  static readonly version: string = version;
  /** So that the browser keeps what was typed. */
  static readonly formAssociated: boolean = true;
  static override styles: CSSResult[] = [controls, styles];
  static override properties: PropertyDeclarations = {
    endpoint: { type: String },
    company: { type: String },
    product: { type: String },
    clickId: { type: String, attribute: 'click-id' },
    clickIdParams: { type: String, attribute: 'click-id-params' },
    remember: {},
    dataLayer: { attribute: 'data-layer' },
    promo: { type: Boolean },
    consent: { type: Boolean },
    successUrl: { type: String, attribute: 'success-url' },
    noQueue: { type: Boolean, attribute: 'no-queue' },
    noCount: { type: Boolean, attribute: 'no-count' },
    messages: { converter: jsonAttribute },
    products: { converter: jsonAttribute },
    client: { attribute: false },
  };

  /** Where the proxy is: an http(s) URL, or a path of this site. */
  declare endpoint: string | undefined;
  /** Company ID of the promoholder API; the proxy's configured one where it is left out. */
  declare company: string | undefined;
  /** The product, a slug of the proxy's catalogue; where several are offered, the one chosen. */
  declare product: string | undefined;
  /** The click id; where it is left out, the page's URL is asked. */
  declare clickId: string | undefined;
  /** URL parameters that may hold the click id, separated by spaces; the first one counts. */
  declare clickIdParams: string | undefined;
  /**
   * Remembers how the visitor came, on all pages of the site: over this visit, or for so many days
   * (1 to 365). Set it once the visitor agrees, where the law asks for that; removed, it forgets.
   */
  declare remember: string | number | boolean | null | undefined;
  /** Tells tag managers what happens, without personal data, in `dataLayer` or another array. */
  declare dataLayer: string | boolean | null | undefined;
  /** Shows a promo code field; from `lead-form.js` alone it needs `promo-code-input.js` too. */
  declare promo: boolean;
  /** Shows the consent box; the lead is not sent without it. */
  declare consent: boolean;
  /** Where a stored lead leads to, http(s) only; without it, thanks stand in its place. */
  declare successUrl: string | undefined;
  /** Keeps nothing in the browser: a lead that cannot be sent is not sent later. */
  declare noQueue: boolean;
  /** Is not counted, neither that it was shown nor that somebody began to fill it in. */
  declare noCount: boolean;
  /** Texts of the page's own in place of ours; as an attribute, JSON. */
  declare messages: Partial<LeadFormMessages & PromoCodeMessages> | undefined;
  /** The products to choose from, in place of `<option>`s; as an attribute, JSON. */
  declare products: readonly Product[] | undefined;
  /** A client of the page's own, in place of `endpoint`. */
  declare client: Client | undefined;

  readonly #texts: Texts<'leadForm'> = new Texts(this, 'leadForm', english);
  readonly #connection: Connection<LeadClient> = new Connection(createLeadClient);
  readonly #draft: Draft = new Draft(this);
  readonly #promoCode: PromoCode = new PromoCode(this);
  readonly #submission: Submission = new Submission(this, {
    draft: this.#draft,
    promoCode: this.#promoCode,
    createLead: () => this.#lead(),
    find: (id) => this.#find(id),
    settle: () => this.#later.settle(),
  });
  readonly #later: LaterLoader = new LaterLoader({
    host: this,
    submission: this.#submission,
    texts: this.#texts,
    lightForm: () => this.#lightForm,
    touch: () => this.#touch?.(),
    client: () => this.#client,
    endpoint: () => resolveEndpoint(this.client?.endpoint ?? this.endpoint, this.baseURI)?.href,
  });
  #lightForm: LightForm | undefined;
  #touch: (() => Touch | undefined) | undefined;
  readonly #isServed: boolean = this.isServed;

  constructor() {
    super();
    this.promo = this.consent = this.noCount = this.noQueue = false;
    this.addController(new FocusKeeper(this));
    // Lit calls it when the element is connected; the first render waits for its turn.
    const { enableUpdating } = this;
    Object.assign(this, { enableUpdating: () => runInTurn(() => enableUpdating(true)) });
  }

  override connectedCallback(): void {
    // Before the shadow root hides the page's own form, which then loses the focus.
    if (!this.hasUpdated) this.#readLightForm();
    // A script in the head runs before the parser has read the element's content.
    if (document.readyState === 'loading') {
      const takeOver = (): void => {
        this.#promoCode.takeOver(this.#readLightForm());
        this.requestUpdate();
      };
      addEventListener('DOMContentLoaded', takeOver, { once: true });
    }
    this.#touch ??= touchOfNow(this);
    super.connectedCallback();
  }

  /** Where the submission is; also `:state(…)`. */
  get status(): LeadFormStatus {
    return this.#submission.phase.step;
  }

  /** Puts the focus into the first field. */
  override focus(options?: FocusOptions): void {
    this.#find(this.#draft.order[0])?.focus(options);
  }

  /** Sends the lead, as the button does. Resolves when that has come to an end; never rejects. */
  async submit(): Promise<void> {
    const client = this.renderRoot && this.#client;
    if (client && !this.#setupFault()) await this.#submission.submit(client);
  }

  /** Empties the form for another lead. */
  reset(): void {
    this.#submission.reset();
  }

  /** The browser puts back what was typed: after a reload, on the way back. */
  formStateRestoreCallback(state: unknown): void {
    this.#submission.restore(String(state));
  }

  #readLightForm(): LightForm {
    const lightForm = readLightForm(this);
    this.#draft.takeOver(lightForm.values);
    return (this.#lightForm = lightForm);
  }

  protected override keepTyped(served: ShadowRoot): void {
    this.#readLightForm();
    this.#draft.readServed(served);
  }

  #lead(): LeadRequest {
    return createLead({
      draft: this.#draft,
      promoCode: this.#promoCode,
      touch: this.#touch?.(),
      clickIds: [this.clickId, this.#lightForm?.values.get('click_id')],
      product: this.#productValue,
      company: this.company,
      consent: this.consent ? shownConsent(this.renderRoot) : undefined,
      locale: this.#texts.lang,
    });
  }

  get #client(): LeadClient | undefined {
    return this.client ?? this.#connection.to(this.endpoint);
  }

  get #productValue(): string {
    const given = [this.product, this.#lightForm?.values.get('product')].find(Boolean);
    return normaliseField('product', this.#draft.values.product) || (given ?? '');
  }

  #find(id: string | undefined): HTMLElement | null | undefined {
    return this.shadowRoot?.getElementById(String(id));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const product = this.product ?? '';
    // On the first render, what the visitor chose in the page's own form takes precedence.
    if (this.hasUpdated && changed.has('product')) this.#draft.values.product = product;
    // "Please choose" is a choice too.
    this.#draft.takeOver(new Map([['product', product]]));
    this.#draft.arrange(this.#texts.lang);
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    // The browser looks for a focusable element, and this element is not one.
    if (this.autofocus && document.activeElement === document.body) this.focus();
    const { name, caret } = this.#lightForm?.focus ?? {};
    restoreFocus(this.#find(name), caret);
    if (this.#lightForm) this.#promoCode.takeOver(this.#lightForm);
  }

  protected override render(): TemplateResult {
    return renderForm({
      host: this,
      draft: this.#draft,
      phase: this.#submission.phase,
      action: this.#isServed ? postUrl(this.endpoint) : undefined,
      texts: this.#texts,
      products: readProducts(this),
      fault: this.#setupFault(),
      countdown: this.#submission.countdown,
      onSubmit: (event) => {
        event.preventDefault();
        void this.submit();
      },
      onSlotChange: () => this.requestUpdate(),
    });
  }

  /** Shown in the form for the page's developer: one that cannot be sent must not look fine. */
  #setupFault(): string | undefined {
    if (this.isServed) return undefined;
    if (!this.#client) return '<lead-form> needs an endpoint: an http(s) URL.';
    // The visitor's choice does not count: it is void once nothing is offered any more.
    const given = [this.product, this.#lightForm?.values.get('product'), ...readProducts(this)];
    return given.some(Boolean) ? undefined : '<lead-form> needs a product.';
  }
}
