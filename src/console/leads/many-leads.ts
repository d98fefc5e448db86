import {
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import { retriedStates } from '../../contract/lead-states.ts';
import type { OwnerLeadQuery } from '../../contract/owner/leads.ts';
import type { OwnerDone } from '../../contract/owner/many-leads.ts';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { boxlessStyles } from '../parts/styles.ts';
import type { ManyLeadsAction } from '../texts/many-leads/texts.ts';

interface BulkAction {
  readonly name: ManyLeadsAction;
  readonly run: () => Promise<OwnerDone>;
}

/**
 * What a person can do with all leads of a list at once, if its filter has a state that allows it.
 * Not for a search: only a person who reads the names can tell whether it found the right leads.
 *
 * @element console-many-leads
 *
 * @fires console-changed - The list is to be loaded again.
 */
export class ConsoleManyLeads extends ConsolePage {
  static override styles: CSSResultGroup = boxlessStyles;
  static override properties: PropertyDeclarations = {
    filter: { attribute: false },
    until: { attribute: false },
    count: { attribute: false },
  };

  declare filter: OwnerLeadQuery;
  /** When the list was read: what came later nobody has seen. */
  declare until: string;
  /** Their number; undefined if there are more than the list has shown. */
  declare count: number | undefined;

  constructor() {
    super();
    this.filter = {};
    this.until = '';
    this.count = 0;
  }

  override render(): TemplateResult {
    // The question stays until it is answered, whatever becomes of the list.
    return html`${this.renderFailure()} ${this.#renderActions()}
      <console-ask .language=${this.language}></console-ask>`;
  }

  #renderActions(): TemplateResult | typeof nothing {
    const actions = this.count === 0 ? [] : this.#actions();
    if (actions.length === 0) return nothing;
    return html`<div class="actions">
      ${actions.map(
        (action) =>
          html`<button
            class=${action.name === 'purge' ? 'danger' : ''}
            type="button"
            ?disabled=${this.isBusy}
            @click=${() => void this.#run(action)}
          >
            ${this.texts.manyLeads.actions[action.name]}
          </button>`,
      )}
    </div>`;
  }

  #actions(): readonly BulkAction[] {
    const { until, filter } = this;
    const { state: wanted, product, source, from, to, search } = filter;
    if (search !== undefined) return [];
    const rest = { product, source, from, to, until };
    if (wanted === 'quarantined') {
      const all = { state: wanted, ...rest };
      return [
        { name: 'release', run: () => api.releaseLeads(all) },
        { name: 'purge', run: () => api.purgeLeads(all) },
      ];
    }
    const state = retriedStates.find((each) => each === wanted);
    if (state === undefined) return [];
    return [{ name: 'retry', run: () => api.retryLeads({ state, ...rest }) }];
  }

  async #run({ name, run }: BulkAction): Promise<void> {
    const { manyLeads: texts } = this.texts;
    const { count } = this;
    const title =
      count === undefined ? texts.uncounted[name] : texts.counted[name](this.format.number(count));
    const text = `${texts.outcomes[name]} ${texts.later}`;
    if (!(await this.confirm({ title, text, action: texts.actions[name] }))) return;
    await this.attempt(async () => {
      const done = await run();
      this.note(texts.done[name](this.format.number(done.count)));
      this.dispatchEvent(new Event('console-changed'));
    });
  }
}
