import type { LeadState } from '../../contract/lead-states.ts';
import type { OwnerLead } from '../../contract/owner/leads.ts';
import type { OwnerNews } from '../../contract/owner/live.ts';
import { type RedemptionState, unsentUseStates } from '../../contract/redemption-states.ts';

const final: ReadonlySet<LeadState> = new Set(['delivered', 'duplicate']);
const unsent: ReadonlySet<RedemptionState | null> = new Set(unsentUseStates);

/** Whether a lead, or its promo code, may still come to something else by itself. */
export function isOpen({ state, promo_code_state }: OwnerLead): boolean {
  return !final.has(state) || unsent.has(promo_code_state);
}

/** The lead as it is by now; the same object where nothing has changed. */
export function withNews(lead: OwnerLead, { states, codes }: OwnerNews): OwnerLead {
  const { [lead.ref]: state = lead.state } = states;
  const { [lead.ref]: promo_code_state = lead.promo_code_state } = codes;
  return state === lead.state && promo_code_state === lead.promo_code_state
    ? lead
    : { ...lead, state, promo_code_state };
}
