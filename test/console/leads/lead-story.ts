import type { OwnerLeadStory } from '../../../src/contract/owner/leads.ts';

/** A lead as the owner's API returns it, with a test's own fields. */
export function leadStory(more: Partial<OwnerLeadStory>): Response {
  const nothing = { click_id: '', locale: null, contact_id: null, detail: null, due_at: null };
  const fields = { attribution: null, extra: null, signals: null, spam: null, promo_code: null };
  return Response.json({
    ...nothing,
    ...fields,
    ref: 'REF',
    received_at: '2026-11-29T03:00:00.000Z',
    updated_at: '2026-11-29T03:00:00.000Z',
    state: 'delivered',
    first_name: 'Ana',
    last_name: 'Sari',
    phone: '62811',
    product: 'gym',
    consent: false,
    consent_text: null,
    consent_at: null,
    redemption: null,
    history: [],
    postbacks: [],
    ...more,
  });
}
