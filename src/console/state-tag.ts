import { html, type TemplateResult } from 'lit';
import type { OwnerLeadState } from '../contract/owner/lead-states.ts';
import type { Texts } from './texts/texts.ts';

/** States that want a person's eye. */
const bad: ReadonlySet<OwnerLeadState> = new Set(['rejected', 'held', 'dead']);

/** A lead's state in words; the colour says nothing more. */
export function renderState(state: OwnerLeadState, { states }: Texts): TemplateResult {
  const tone = state === 'delivered' ? 'good' : bad.has(state) ? 'bad' : '';
  return html`<span class="tag ${tone}">${states[state]}</span>`;
}
