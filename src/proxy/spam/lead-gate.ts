import type { LeadRequest } from '../../contract/lead.ts';
import type { Floods } from '../limits/flood-limits.ts';
import type { Visit } from '../limits/visit.ts';
import type { Repeats } from './repeats.ts';
import { type SpamScore, spamScore, type SpamSettings } from './spam-score.ts';

export interface LeadGateOptions {
  readonly settings: SpamSettings;
  readonly floods: Pick<Floods, 'admitLead'>;
  /** Undefined without limits: a lead is judged by its own fields alone. */
  readonly repeats: Repeats | undefined;
}

/**
 * What a new lead passes before it is stored. None is refused for good: if too many come, it throws
 * `challenge-required`, and otherwise it returns what makes the lead look like spam.
 */
export type LeadGate = (lead: LeadRequest, visit: Visit) => Promise<SpamScore | undefined>;

export function createLeadGate({ settings, floods, repeats }: LeadGateOptions): LeadGate {
  return async (lead, visit) => {
    const floodLevel = await floods.admitLead(visit);
    const circumstances = { floodLevel, repeats: await repeats?.count(lead) };
    return spamScore(lead, circumstances, settings);
  };
}
