import { html, nothing, type TemplateResult } from 'lit';
import type { Overview } from '../../contract/owner/overview.ts';
import type { Format } from '../parts/format.ts';

/** If leads are kept for fewer days than are shown, says what that means for some numbers. */
export function keptNote(
  { leads_since: since, leads_kept_days: days }: Overview,
  format: Format,
  say: (days: string, since: string) => string,
): TemplateResult | typeof nothing {
  if (since === null || days === null) return nothing;
  return html`<p class="hint">${say(format.days(days), format.time(since))}</p>`;
}
