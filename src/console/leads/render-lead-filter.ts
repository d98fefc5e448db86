import { html, type TemplateResult } from 'lit';
import { clickSources } from '../../contract/click-source.ts';
import { type LeadState, leadStates } from '../../contract/lead-states.ts';
import type { OwnerSetup } from '../../contract/owner/setup.ts';
import type { Texts } from '../texts/texts.ts';
import { filterOf } from './lead-filter.ts';

export interface LeadFilterForm {
  /** What the list shows. */
  readonly query: URLSearchParams;
  readonly products: OwnerSetup['products'];
  readonly onFilter: (event: SubmitEvent) => void;
  readonly onInput: (event: Event) => void;
}

const sources = [...clickSources, 'other', 'direct'];

/** Which leads are shown. */
export function renderLeadFilter(
  { query, products, onFilter, onInput }: LeadFilterForm,
  { leads: texts, states }: Texts,
): TemplateResult {
  const { state, product, source, search = '' } = filterOf(query);
  const option = (value: LeadState): TemplateResult =>
    html`<option value=${value} ?selected=${value === state}>${states[value]}</option>`;
  const date = (name: 'from' | 'to'): TemplateResult =>
    html`<label>
      ${texts[name]}
      <input type="date" name=${name} max="9999-12-31" .value=${query.get(name) ?? ''} />
    </label>`;
  return html`<form class="card" role="search" @submit=${onFilter} @input=${onInput}>
    <label>
      ${texts.search}
      <input type="search" name="search" .value=${search} aria-describedby="search-hint" />
    </label>
    <label>
      ${texts.state}
      <select name="state">
        <option value="">${texts.all}</option>
        ${leadStates.map(option)}
      </select>
    </label>
    <label>
      ${texts.product}
      <select name="product">
        <option value="">${texts.all}</option>
        ${products.map(
          ({ slug, title }) =>
            html`<option value=${slug} ?selected=${slug === product}>${title}</option>`,
        )}
      </select>
    </label>
    <label>
      ${texts.source}
      <select name="source">
        <option value="">${texts.all}</option>
        ${sources.map(
          (name) => html`<option value=${name} ?selected=${name === source}>${name}</option>`,
        )}
      </select>
    </label>
    ${date('from')} ${date('to')}
    <button class="main">${texts.find}</button>
    <p class="hint" id="search-hint">${texts.searchHint}</p>
  </form>`;
}
