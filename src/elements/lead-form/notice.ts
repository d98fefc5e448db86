import { html, nothing, type TemplateResult } from 'lit';
import { errorText, type FieldName } from './fields.ts';
import type { FormView } from './render.ts';

/**
 * Tells a screen reader what is shown elsewhere: that the lead is being sent, what is wrong with
 * the field just left, which fields held the lead back (WCAG 2.2, 4.1.3). It is polite, so it comes
 * after what is read out for the new focus.
 */
export function renderNotice(view: FormView): TemplateResult {
  return html`<p class="hidden" role="status">${noticeOf(view) || nothing}</p>`;
}

function noticeOf({ phase, draft, texts }: FormView): string {
  if (phase.step === 'submitting') return texts.get('submitting');
  if (phase.step === 'accepted' && !phase.isWatched) return texts.get('thanks');
  const { left, heldBack, errors } = draft;
  const names = (fields: readonly FieldName[]): readonly string[] =>
    fields.flatMap((name) => (name === 'consent' ? [] : texts.get(name)));
  const error = left && errors[left];
  if (error) return [...names([left]), texts.get(errorText(left, error))].join(': ');
  const held = names(heldBack);
  if (held.length === 0) return '';
  return texts.get('summary', { fields: new Intl.ListFormat(texts.lang).format(held) });
}
