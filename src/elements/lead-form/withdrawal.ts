import { queueOf } from './kept-lead.ts';
import type { LaterParts } from './later.ts';
import { WaitingLeads } from './waiting-leads.ts';

/**
 * A visitor who unticks the consent box withdraws the lead that waits. What was typed stays, and so
 * does the key: an attempt may have arrived, and the same lead sent again is no second one. A lead
 * that is on its way was sent with the consent; if it fails, it does not wait.
 */
export function heedWithdrawal(later: LaterParts, leads: WaitingLeads): void {
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
