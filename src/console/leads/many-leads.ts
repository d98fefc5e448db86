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
import type { ConsoleAsk } from '../parts/ask.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { boxlessStyles } from '../parts/styles.ts';
import type { ManyLeadsAction } from '../texts/many-leads/texts.ts';

interface Deed {
  readonly action: ManyLeadsAction;
  readonly carryOut: () => Promise<OwnerDone>;
}

/**
 * What a person can do about all leads of a list at once, where its filter has a state that lets
 * one. A search is another matter: whom it finds only a person who reads the names can tell.
 *
 * @element console-many-leads
 *
 * @fires console-changed - The list is to be read anew.
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
  /** How many they are; undefined where there are more than the list has shown. */
  declare count: number | undefined;

  constructor() {
    super();
    this.filter = {};
    this.until = '';
    this.count = 0;
  }

  override render(): TemplateResult {
    // The question stays until it is answered, whatever becomes of the list.
    return html`${this.renderFailure()} ${this.#renderDeeds()}
      <console-ask .language=${this.language}></console-ask>`;
  }

  #renderDeeds(): TemplateResult | typeof nothing {
    const deeds = this.count === 0 ? [] : this.#deeds();
    if (deeds.length === 0) return nothing;
    return html`<div class="actions">
      ${deeds.map(
        (deed) =>
          html`<button
            class=${deed.action === 'purge' ? 'danger' : ''}
            type="button"
            ?disabled=${this.isBusy}
            @click=${() => void this.#carryOut(deed)}
          >
            ${this.texts.manyLeads.actions[deed.action]}
          </button>`,
      )}
    </div>`;
  }

  #deeds(): readonly Deed[] {
    const { until, filter } = this;
    const { state: wanted, product, source, from, to, search } = filter;
    if (search !== undefined) return [];
    const rest = { product, source, from, to, until };
    if (wanted === 'quarantined') {
      const all = { state: wanted, ...rest };
      return [
        { action: 'release', carryOut: () => api.releaseLeads(all) },
        { action: 'purge', carryOut: () => api.purgeLeads(all) },
      ];
    }
    const state = retriedStates.find((each) => each === wanted);
    if (state === undefined) return [];
    return [{ action: 'retry', carryOut: () => api.retryLeads({ state, ...rest }) }];
  }

  async #carryOut({ action, carryOut }: Deed): Promise<void> {
    const { manyLeads: texts } = this.texts;
    const { count } = this;
    const title =
      count === undefined
        ? texts.uncounted[action]
        : texts.counted[action](this.format.number(count));
    const text = `${texts.outcomes[action]} ${texts.later}`;
    const ask = this.renderRoot.querySelector<ConsoleAsk>('console-ask');
    if ((await ask?.ask({ title, text, action: texts.actions[action] })) !== true) return;
    await this.attempt(async () => {
      const done = await carryOut();
      this.note(texts.done[action](this.format.number(done.count)));
      this.dispatchEvent(new Event('console-changed'));
    });
  }
}
