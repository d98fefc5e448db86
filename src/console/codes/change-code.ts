import { html, type TemplateResult } from 'lit';
import type { OwnerCode } from '../../contract/owner/codes.ts';
import { api } from '../parts/api.ts';
import { ConsoleDialog } from '../parts/console-dialog.ts';
import { type GivenTerms, readTerms, renderTermFields, renderZones } from './code-terms.ts';

/** The terms of a code were changed. */
export class CodeChangedEvent extends Event {
  readonly code: OwnerCode;

  constructor(code: OwnerCode) {
    super('console-code-changed', { bubbles: true });
    this.code = code;
  }
}

/**
 * Changes the terms of a code in a dialog: its uses, its end.
 *
 * @element console-change-code
 */
export class ConsoleChangeCode extends ConsoleDialog<OwnerCode> {
  protected override renderForm(code: OwnerCode): TemplateResult {
    const { texts } = this;
    return html`${renderZones()}
      <form @submit=${this.#onSubmit}>
        <h2 id="title" class="text">${texts.codes.changeTitle(code.code)}</h2>
        ${renderTermFields(texts, code)} ${this.renderFailure()}
        ${this.renderActions(texts.codes.change)}
      </form>`;
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { subject: shown } = this;
    if (!shown || this.isBusy) return;
    const change = changesOf(shown, readTerms(event.currentTarget as HTMLFormElement));
    await this.attempt(async () => {
      const { company, code } = shown;
      const changed = await api.changeCode({ company, code, ...change });
      this.close();
      this.note(`${code}: ${this.texts.codes.states[changed.state]}`);
      this.dispatchEvent(new CodeChangedEvent(changed));
    });
  }
}

/** Unchanged terms are not sent: some uses may have been redeemed since they were shown. */
function changesOf(shown: OwnerCode, given: GivenTerms): Partial<GivenTerms> {
  const names = Object.keys(given) as (keyof GivenTerms)[];
  const changed = names.filter((name) => given[name] !== shown[name]);
  return Object.fromEntries(changed.map((name) => [name, given[name]]));
}
