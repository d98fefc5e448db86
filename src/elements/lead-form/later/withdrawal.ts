import type { LaterParts } from './later.ts';
import { queueOf } from './queued-lead.ts';
import { WaitingLeads } from './waiting-leads.ts';

/**
 * A visitor who unticks the consent box withdraws the lead that waits. What was typed stays, and so
 * does the key: an attempt may have arrived, and sending the same lead again must not make a second
 * one. A lead that is being sent has the consent; if it fails, it is not kept.
 */
export function dropWithdrawnLead(later: LaterParts, leads: WaitingLeads): void {
  const { host, submission } = later;
  let { key } = submission;
  let { consent: agreed } = submission.parts.draft.values;
  const hostUpdated = (): void => {
    const { consent } = submission.parts.draft.values;
    const { current } = submission.key;
    // An emptied form is for another lead.
    const isSameLead = key === submission.key && current !== undefined;
    const isWithdrawn = isSameLead && agreed && !consent;
    ({ key } = submission);
    agreed = consent;
    if (!isWithdrawn) return;
    leads.isWithdrawn = true;
    WaitingLeads.stop();
    if (submission.phase.step === 'queued') submission.enter({ step: 'editing' });
    void queueOf(later)?.drop({ key: current });
  };
  host.addController({ hostUpdated });
}
