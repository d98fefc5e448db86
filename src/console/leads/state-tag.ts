import { html, nothing, type TemplateResult } from 'lit';
import type { LeadState } from '../../contract/lead-states.ts';
import type { RedemptionState } from '../../contract/redemption-states.ts';
import type { Texts } from '../texts/texts.ts';

/** States that need a person's attention. */
const bad: ReadonlySet<LeadState> = new Set(['rejected', 'held', 'dead']);

/** States of a code that was not used, or may not have been, and whether they need attention. */
const wrong: ReadonlyMap<RedemptionState | null, 'bad' | ''> = new Map([
  ['refused', ''],
  ['unconfirmed', 'bad'],
  ['held', 'bad'],
]);

/** What became of a lead's promo code, if that is not what one expects. */
export function renderCodeState(
  state: RedemptionState | null,
  { codes }: Texts,
): TemplateResult | typeof nothing {
  const tone = wrong.get(state);
  if (state === null || tone === undefined) return nothing;
  return html`<span class="tag ${tone}">${codes.useStates[state]}</span>`;
}

/** A lead's state in words; the colour adds nothing. */
export function renderState(state: LeadState, { states }: Texts): TemplateResult {
  const tone = state === 'delivered' ? 'good' : bad.has(state) ? 'bad' : '';
  return html`<span class="tag ${tone}">${states[state]}</span>`;
}
