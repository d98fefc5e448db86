import type { LeadRequest } from '../../contract/lead.ts';
import { jsonAttribute } from '../shared/json-attribute.ts';
import { queueOf } from './kept-lead.ts';
import type { LaterParts } from './later.ts';
import { preferCode } from './prefer-typed.ts';
import type { Submission } from './submission.ts';
import type { WaitingLeads } from './waiting-leads.ts';

/**
 * Has the browser keep what is typed over a reload and on the way back, as it does for the fields
 * of a native form: with the page's place in its history, and in no storage.
 */
export function keepDraft(later: LaterParts, leads: WaitingLeads): void {
  const { host, submission } = later;
  const hostUpdated = (): void => {
    const { phase, internals, parts, kept } = submission;
    submission.kept = undefined;
    if (kept !== undefined) void restore(later, leads, kept);
    const { values } = parts.draft;
    const typed = {
      ...values,
      promo_code: parts.promoCode.value,
      // What was agreed to.
      consent_text: values.consent && submission.compose().consent_text,
      // Of a lead that may still wait by then.
      key: submission.key.current,
      isWithdrawn: leads.isWithdrawn,
    };
    const isSent = phase.step === 'accepted';
    if (isSent && host.noQueue) submission.supplement?.reset();
    const isOver = isSent || host.noQueue;
    internals.setFormValue(null, isOver ? null : JSON.stringify(typed));
  };
  host.addController({ hostUpdated });
  // What is typed into the promo code updates that element alone.
  host.addEventListener('input', hostUpdated);
  hostUpdated();
}

/**
 * The page may be for another product than it was, or have other words to agree to; and a browser
 * may take one form for another where their order is not what it was. A lead that still waits for
 * that product is the form's again: corrected, it is sent in the place of that one.
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
  // The page may have been left before the browser had let go of it.
  if (formerKey && kept.get('isWithdrawn')) await queue?.drop({ key: formerKey });
  const records = await queue?.list();
  const { key, lead } = records?.find((record) => record.key === formerKey) ?? {};
  if (!isSameProduct || submission.phase.step !== 'editing') return;
  if (!lead) {
    // Where the browser keeps none, one may have arrived whose answer was lost.
    if (submission.key.current === undefined) submission.key.use(formerKey);
    return;
  }
  // The field of the promo code may come later than its code.
  const now = { ...submission.compose(), promo_code: kept.get('promo_code') };
  const typed = [...draft.order, 'promo_code'] as const;
  leads.isTyped = typed.some((name) => (now[name] ?? '') !== (lead[name] ?? ''));
  submission.key.use(key);
  submission.enter({ step: 'queued', notice: leads.notice });
}

/** Fills in a lead of a visit before. Nobody has agreed to other words than they saw. */
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

/** Fills in what was typed before, by field name, where nothing was typed since. */
function putBack(
  host: LaterParts['host'],
  { parts: { draft, promoCode } }: Submission,
  values: ReadonlyMap<string, string>,
): void {
  const { product } = draft.values;
  if (values.has('product')) draft.values.product = '';
  draft.takeOver(values);
  // What was chosen meanwhile.
  draft.values.product ||= product;
  const code = values.get('promo_code');
  if (code !== undefined) void preferCode(promoCode, code);
  host.requestUpdate();
}

/** Whether nothing is typed into a form yet, and it is not one for something else. */
export function hasRoomFor(submission: Submission, lead: LeadRequest): boolean {
  const { first_name, last_name, phone, product } = submission.compose();
  if (submission.phase.step !== 'editing' || first_name || last_name || phone) return false;
  return !product || product === lead.product;
}
