import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { OwnerLead, SettleLead } from '../../contract/owner/leads.ts';
import { ConsoleDialog } from '../parts/console-dialog.ts';
import { textOf } from '../parts/form-text.ts';

/** What a person found out about a lead. */
export class LeadSettledEvent extends Event {
  readonly decision: SettleLead;

  constructor(decision: SettleLead) {
    super('console-lead-settled');
    this.decision = decision;
  }
}

/**
 * Asks in a dialog what a person found out at the vendor about a lead.
 *
 * @element console-settle-lead
 */
export class ConsoleSettleLead extends ConsoleDialog<Pick<OwnerLead, 'ref'>> {
  static override properties: PropertyDeclarations = { isMissing: { state: true } };

  /** Whether the contact's ID is missing, though the contact exists. */
  declare isMissing: boolean;

  constructor() {
    super();
    this.isMissing = false;
  }

  protected override renderForm(): TemplateResult {
    const { lead: texts, providers, cancel } = this.texts;
    const { kind, name } = this.providers.contacts;
    return html`<form method="dialog" @submit=${this.#onSubmit}>
      <h2 id="title">${texts.settle}</h2>
      <p class="text">${providers.settleHint[kind](name)}</p>
      <label>
        ${texts.contactId}
        <input
          name="contact_id"
          maxlength="64"
          autocomplete="off"
          aria-invalid=${this.isMissing ? 'true' : nothing}
          aria-describedby=${this.isMissing ? 'missing' : nothing}
        />
      </label>
      ${
        this.isMissing
          ? html`<p class="failure" id="missing" role="alert">${texts.contactIdMissing}</p>`
          : nothing
      }
      <div class="actions">
        <button class="main" value="delivered">${texts.isThere}</button>
        <button value="rejected">${texts.isNotThere}</button>
        <button type="button" @click=${() => this.close()}>${cancel}</button>
      </div>
    </form>`;
  }

  override open(lead: Pick<OwnerLead, 'ref'>): Promise<boolean> {
    this.isMissing = false;
    return super.open(lead);
  }

  #onSubmit(event: SubmitEvent): void {
    const form = event.currentTarget as HTMLFormElement;
    const isThere = (event.submitter as HTMLButtonElement | null)?.value === 'delivered';
    const contactId = textOf(form, 'contact_id');
    this.isMissing = isThere && contactId === '';
    if (this.isMissing) {
      event.preventDefault();
      form.querySelector('input')?.focus();
      return;
    }
    this.dispatchEvent(
      new LeadSettledEvent(
        isThere ? { state: 'delivered', contact_id: contactId } : { state: 'rejected' },
      ),
    );
  }
}
