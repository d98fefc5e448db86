import { html, nothing, type TemplateResult } from 'lit';
import type { OwnerErasure } from '../../contract/owner/leads.ts';
import type { Texts } from '../texts/texts.ts';

/** What was erased of the person with that phone, and what is left for the owner to do. */
export function renderErasure(
  {
    codes_left: codes,
    vendor_contacts: ids,
    vendor_unnamed: unnamed,
    similar_phones: similar,
  }: OwnerErasure,
  phone: string,
  { lead: texts }: Texts,
): TemplateResult {
  return html`<p>${texts.erased}</p>
    ${codes > 0 ? html`<p>${texts.codesLeft(phone)}</p>` : nothing}
    ${ids.length > 0 ? html`<p>${texts.erasedAtVendor(ids.join(', '))}</p>` : nothing}
    ${unnamed > 0 ? html`<p>${texts.unnamedAtVendor(phone)}</p>` : nothing}
    ${similar.length > 0 ? html`<p>${texts.similarPhones(similar.join(', '))}</p>` : nothing}`;
}
