import { html, type TemplateResult } from 'lit';
import type { OwnerCompany } from '../../contract/owner/codes.ts';
import type { Texts } from '../texts/texts.ts';

export interface CodeFilter {
  readonly companies: readonly OwnerCompany[];
  /** The company whose codes are shown. */
  readonly company: string | undefined;
  /** The company of a form that names none. */
  readonly ofForms: string | null;
  readonly search: string;
  readonly onCompany: (event: Event) => void;
  readonly onSearch: (event: SubmitEvent) => void;
}

/** Whose codes are shown, and which of them. */
export function renderCodeFilter(
  { companies, company, ofForms, search, onCompany, onSearch }: CodeFilter,
  { codes: texts, leads }: Texts,
): TemplateResult {
  return html`<form class="card" role="search" @submit=${onSearch}>
    <label>
      ${texts.company}
      <select name="company" @change=${onCompany}>
        ${companies.map(
          ({ id, title }) =>
            html`<option value=${id} ?selected=${id === company}>
              ${id === ofForms ? texts.ofForms(title) : title}
            </option>`,
        )}
      </select>
    </label>
    <label>
      ${texts.search}
      <input type="search" name="search" autocapitalize="characters" .value=${search} />
    </label>
    <button class="main">${leads.find}</button>
  </form>`;
}

/** Where several companies have one title, with the ID beside it. */
export function withDistinctTitles(companies: readonly OwnerCompany[]): readonly OwnerCompany[] {
  const byTitle = Map.groupBy(companies, ({ title }) => title);
  return companies.map((company) => {
    const { id, title } = company;
    const isAlone = byTitle.get(title)?.length === 1;
    return isAlone ? company : { ...company, title: `${title} (${id})` };
  });
}
