import type { LeadRequest } from '../../../contract/lead.ts';
import { jsonAttribute } from '../../shared/json-attribute.ts';
import type { Submission } from '../submission.ts';
import type { LaterParts } from './later.ts';
import { queueOf } from './queued-lead.ts';
import { replaceAddressCode } from './typed-code.ts';
import type { WaitingLeads } from './waiting-leads.ts';

/**
 * Has the browser keep what is typed over a reload and when the visitor comes back, as it does for
 * native fields: in the page's history entry, and in no storage.
 */
export function keepDraft(later: LaterParts, leads: WaitingLeads): void {
  const { host, submission } = later;
  const hostUpdated = (): void => {
    const { phase, internals, parts, kept, key } = submission;
    // Already while it is on its way: the page may be left before the answer.
    if (phase.step === 'submitting') key.for(submission.compose());
    submission.kept = undefined;
    if (kept !== undefined) void restore(later, leads, kept);
    const { values } = parts.draft;
    const typed = {
      ...values,
      promo_code: parts.promoCode.value,
      // The text that the visitor agreed to.
      consent_text: values.consent && submission.compose().consent_text,
      // The key of a lead that may still wait by then.
      key: key.current,
      isWithdrawn: leads.isWithdrawn,
    };
    const isSent = phase.step === 'accepted';
    if (isSent && host.noQueue) submission.supplement?.reset();
    const isOver = isSent || host.noQueue;
    internals.setFormValue(null, isOver ? null : JSON.stringify(typed));
  };
  host.addController({ hostUpdated });
  // Typing into the promo code field updates only that element.
  host.addEventListener('input', hostUpdated);
  hostUpdated();
}

/**
 * The page may now be for another product, or have another text to agree to; and a browser may
 * confuse forms if their order has changed. A lead for that product that still waits belongs to the
 * form again: if it is corrected, the correction replaces it.
 */
async function restore(later: LaterParts, leads: WaitingLeads, state: string): Promise<void> {
  const { host, submission } = later;
  const { draft, find } = submission.parts;
  const kept = new Map<string, string>(Object.entries(jsonAttribute.fromAttribute?.(state) ?? {}));
  const values = new Map(kept);
  values.delete('consent');
  const { options = [] } = (find('product') ?? {}) as Partial<HTMLSelectElement>;
  const isOffered = Array.from(options).some(({ value }) => value === kept.get('product'));
  if (!isOffered) values.delete('product');
  putBack(host, submission, values);
  const isSameProduct = draft.values.product === kept.get('product');
  if (isSameProduct && submission.compose().consent_text === kept.get('consent_text')) {
    draft.takeOver(new Map([['consent', kept.get('consent') ?? '']]));
  }
  const queue = queueOf(later);
  const formerKey = kept.get('key');
  // The page may have been left before the drop was finished.
  if (formerKey && kept.get('isWithdrawn')) await queue?.drop({ key: formerKey });
  const records = await queue?.list();
  const { key, lead } = records?.find((record) => record.key === formerKey) ?? {};
  if (!isSameProduct || submission.phase.step !== 'editing') return;
  if (!lead) {
    // If the browser keeps no leads, one may have arrived although its answer was lost.
    if (submission.key.current === undefined) submission.key.use(formerKey);
    return;
  }
  // The promo code field may not be there yet.
  const now = { ...submission.compose(), promo_code: kept.get('promo_code') };
  const typed = [...draft.order, 'promo_code'] as const;
  leads.isTyped = typed.some((name) => (now[name] ?? '') !== (lead[name] ?? ''));
  submission.key.use(key);
  submission.enter({ step: 'queued', notice: leads.notice });
}

/** Fills in a lead of an earlier visit; its consent only if the text is still the same. */
export function putBackLead(
  host: LaterParts['host'],
  submission: Submission,
  lead: LeadRequest,
): void {
  const values = new Map(Object.entries(lead).map(([name, value]) => [name, String(value)]));
  if (lead.consent_text !== submission.compose().consent_text) values.delete('consent');
  putBack(host, submission, values);
  submission.supplement?.putBack(lead);
}

/** Fills in earlier values by field name, except where something was typed since. */
function putBack(
  host: LaterParts['host'],
  { parts: { draft, promoCode } }: Submission,
  values: ReadonlyMap<string, string>,
): void {
  const { product } = draft.values;
  if (values.has('product')) draft.values.product = '';
  draft.takeOver(values);
  // A product that was chosen in the meantime, if the earlier one was not taken.
  draft.values.product ||= product;
  const code = values.get('promo_code');
  if (code !== undefined) void replaceAddressCode(promoCode, code);
  host.requestUpdate();
}

/** Whether a form is still empty, and not for another product than the lead. */
export function canHold(submission: Submission, lead: LeadRequest): boolean {
  const { first_name, last_name, phone, product } = submission.compose();
  if (submission.phase.step !== 'editing' || first_name || last_name || phone) return false;
  return !product || product === lead.product;
}
