import type { LeadState } from '../../contract/lead-states.ts';
import type { LeadChanges } from '../../contract/owner/lead-changes.ts';
import type { OwnerLead } from '../../contract/owner/leads.ts';
import { type RedemptionState, unsentUseStates } from '../../contract/redemption-states.ts';

const final: ReadonlySet<LeadState> = new Set(['delivered', 'duplicate']);
const unsent: ReadonlySet<RedemptionState | null> = new Set(unsentUseStates);

/** Whether the state of a lead or of its promo code may still change on its own. */
export function isOpen({ state, promo_code_state }: OwnerLead): boolean {
  return !final.has(state) || unsent.has(promo_code_state);
}

/** The lead with its present states; the same object if nothing has changed. */
export function withChanges(lead: OwnerLead, { states, codes }: LeadChanges): OwnerLead {
  const { [lead.ref]: state = lead.state } = states;
  const { [lead.ref]: promo_code_state = lead.promo_code_state } = codes;
  return state === lead.state && promo_code_state === lead.promo_code_state
    ? lead
    : { ...lead, state, promo_code_state };
}
