import { html, type TemplateResult } from 'lit';
import type { OwnerCode } from '../contract/owner/codes.ts';
import type { Format } from './format.ts';
import type { Texts } from './texts/texts.ts';

/** Heads of a table of promo codes. */
export function headsOfTerms({ codes: texts }: Texts): readonly string[] {
  return [texts.code, texts.limit, texts.starts, texts.ends, texts.zone, texts.state];
}

/** A code with its terms: the cells of a row below {@link headsOfTerms}. */
export function renderTerms(
  { code, limit, starts, ends, timezone, state }: OwnerCode,
  { codes: texts }: Texts,
  format: Format,
): TemplateResult {
  return html`<th scope="row" class="text">${code}</th>
    <td>${limit === null ? texts.unlimited : format.number(limit)}</td>
    <td>${starts ?? texts.always}</td>
    <td>${ends ?? texts.always}</td>
    <td>${timezone}</td>
    <td><span class="tag ${state === 'valid' ? 'good' : ''}">${texts.states[state]}</span></td>`;
}
