import { html, nothing, type TemplateResult } from 'lit';
import type { OwnerCode } from '../../contract/owner/codes.ts';
import { textOf } from '../parts/form-text.ts';
import type { Format } from '../parts/format.ts';
import { ownTimeZone } from '../parts/time-zone.ts';
import type { Texts } from '../texts/texts.ts';

/** What a person enters for one code or many; times are in the time zone. */
export interface GivenTerms {
  /** Uses that are left; null means no limit. */
  readonly limit: number | null;
  readonly starts: string | null;
  readonly ends: string | null;
  readonly timezone: string;
}

/** Heads of a table of promo codes. */
export function headsOfTerms({ codes: texts }: Texts): readonly string[] {
  // A phone shows the first two.
  return [texts.code, texts.state, texts.limit, texts.starts, texts.ends, texts.zone];
}

/** A code with its terms: the cells of a row below {@link headsOfTerms}. */
export function renderTerms(
  { code, limit, held, starts, ends, timezone, state }: OwnerCode,
  { codes: texts }: Texts,
  format: Format,
): TemplateResult {
  const left = limit === null ? texts.unlimited : format.number(limit);
  const heldUses = texts.held(format.number(held));
  // The verdict for visitors; yet there are uses, which may become free again.
  const isHeld = state === 'exhausted' && limit !== null && limit > 0;
  return html`<th scope="row" class="text">${code}</th>
    <td>
      <span class="tag ${state === 'valid' ? 'good' : ''}"
        >${isHeld ? texts.allHeld : texts.states[state]}</span
      >
    </td>
    <td>${left} ${held > 0 ? html`<br /><span class="hint">${heldUses}</span>` : nothing}</td>
    <td>${starts ?? texts.always}</td>
    <td>${ends ?? texts.always}</td>
    <td>${timezone}</td>`;
}

const zones = Intl.supportedValuesOf('timeZone');

/** The zones that {@link renderTermFields} offers: once for all of an element's forms. */
export function renderZones(): TemplateResult {
  return html`<datalist id="zones">
    ${zones.map((zone) => html`<option value=${zone}></option>`)}
  </datalist>`;
}

/** The fields of {@link readTerms}, with these terms; a new code gets the browser's time zone. */
export function renderTermFields(
  { codes: texts }: Texts,
  { limit, starts, ends, timezone = ownTimeZone() ?? 'UTC' }: Partial<GivenTerms> = {},
): TemplateResult {
  return html`<label>
      ${texts.limit}
      <input
        name="limit"
        type="number"
        min="0"
        placeholder=${texts.unlimited}
        .defaultValue=${String(limit ?? '')}
      />
    </label>
    <label> ${texts.starts} ${renderTime('starts', starts)} </label>
    <label> ${texts.ends} ${renderTime('ends', ends)} </label>
    <label> ${texts.zone} <input name="timezone" .defaultValue=${timezone} list="zones" /> </label>
    <p class="hint">${texts.timeHint}</p>`;
}

function renderTime(name: 'starts' | 'ends', time: string | null | undefined): TemplateResult {
  return html`<input
    name=${name}
    placeholder="YYYY-MM-DD HH:MM"
    autocomplete="off"
    .defaultValue=${time ?? ''}
  />`;
}

/** The values of the fields of {@link renderTermFields}. */
export function readTerms(form: HTMLFormElement): GivenTerms {
  const limit = textOf(form, 'limit');
  return {
    limit: limit === '' ? null : Number(limit),
    starts: textOf(form, 'starts') || null,
    ends: textOf(form, 'ends') || null,
    timezone: textOf(form, 'timezone') || 'UTC',
  };
}
