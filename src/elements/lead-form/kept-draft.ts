import type { LitElement } from 'lit';
import { jsonAttribute } from '../shared/json-attribute.ts';
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
    const { phase, internals, parts, kept } = submission;
    submission.kept = undefined;
    if (kept !== undefined) restore(host, submission, kept);
    const { values } = parts.draft;
    const typed = {
      ...values,
      promo_code: parts.promoCode.value,
      // What was agreed to.
      consent_text: values.consent && submission.compose().consent_text,
    };
    const isOver = phase.step === 'accepted' || host.noQueue;
    internals.setFormValue(null, isOver ? null : JSON.stringify(typed));
  };
  host.addController({ hostUpdated });
  // What is typed into the promo code updates that element alone.
  host.addEventListener('input', hostUpdated);
  hostUpdated();
}

/**
 * The page may be for another product than it was, or have other words to agree to; and a browser
 * may take one form for another where their order is not what it was.
 */
function restore(host: LitElement, submission: Submission, state: string): void {
  const { draft, find } = submission.parts;
  const kept = new Map(Object.entries(jsonAttribute.fromAttribute?.(state) ?? {}));
  const values = new Map(kept);
  values.delete('consent');
  const { options = [] } = (find('product') ?? {}) as Partial<HTMLSelectElement>;
  const isOffered = Array.from(options).some(({ value }) => value === kept.get('product'));
  if (!isOffered) values.delete('product');
  putBack(host, submission, values);
  const isSameOffer =
    draft.values.product === kept.get('product') &&
    submission.compose().consent_text === kept.get('consent_text');
  if (isSameOffer) draft.takeOver(new Map([['consent', kept.get('consent') ?? '']]));
}

/** Fills in what was typed before, by field name, where nothing was typed since. */
export function putBack(
  host: LitElement,
  { parts: { draft, promoCode } }: Submission,
  values: ReadonlyMap<string, string>,
): void {
  if (values.has('product')) draft.values.product = '';
  draft.takeOver(values);
  promoCode.takeOver({ values, focus: undefined });
  host.requestUpdate();
}
