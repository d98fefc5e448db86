import type { LitElement } from 'lit';
import type { Submission } from './submission.ts';

interface DraftHost extends LitElement {
  readonly noQueue: boolean;
}

/**
 * Has the browser keep what is typed over a reload and on the way back, as it does for the fields
 * of a native form: with the page's place in its history, and in no storage.
 */
export function keepDraft(host: DraftHost, submission: Submission): void {
  const hostUpdated = (): void => {
    const { phase, internals, parts } = submission;
    const values = { ...parts.draft.values, promo_code: parts.promoCode.value };
    const isOver = phase.step === 'accepted' || host.noQueue;
    internals.setFormValue(null, isOver ? null : JSON.stringify(values));
  };
  host.addController({ hostUpdated });
  // What is typed into the promo code updates that element alone.
  host.addEventListener('input', hostUpdated);
  hostUpdated();
}
