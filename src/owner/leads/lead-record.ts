import type { OwnerLead, OwnerLeadStory } from '../../contract/owner/leads.ts';
import { toIso } from '../../contract/to-iso.ts';
import type { LeadDetails, LeadWithCode } from '../../proxy/index.ts';
import { unreadable } from '../../store/index.ts';

/** The columns of an export, in order. */
export const leadColumns: readonly (keyof OwnerLead)[] = [
  'ref',
  'received_at',
  'state',
  'first_name',
  'last_name',
  'phone',
  'click_id',
  'product',
  'company',
  'promo_code',
  'promo_code_state',
  'promo_code_reason',
  'consent',
  'consent_text',
  'consent_at',
  'locale',
  'contact_id',
  'attempts',
  'detail',
  'due_at',
  'updated_at',
  'attribution',
  'source',
  'extra',
  'signals',
  'spam',
];

/** A lead as its owner sees it, without what only the worker needs. */
export function leadRecord(lead: LeadWithCode): OwnerLead {
  const {
    lease_until,
    fence,
    tried_since,
    received_at,
    updated_at,
    due_at,
    consent,
    consent_at,
    ...rest
  } = lead;
  void [lease_until, fence, tried_since];
  return {
    ...rest,
    received_at: toIso(received_at),
    updated_at: toIso(updated_at),
    due_at: toIso(due_at),
    consent: consent === 1,
    consent_at: toIso(consent_at),
    attribution: parsed(rest.attribution),
    extra: parsed(rest.extra),
    signals: parsed(rest.signals),
    spam: parsed(rest.spam),
  };
}

/** A lead with its whole history. */
export function leadStoryRecord({
  lead,
  attempts,
  redemption,
  postbacks,
}: LeadDetails): OwnerLeadStory {
  const code = {
    promo_code_state: redemption?.state ?? null,
    promo_code_reason: redemption?.reason ?? null,
  };
  return {
    ...leadRecord({ ...lead, ...code }),
    redemption: redemption
      ? {
          state: redemption.state,
          company: redemption.company,
          code: redemption.code,
          reason: redemption.reason,
          detail: redemption.detail,
          attempts: redemption.attempts,
          updated_at: toIso(redemption.updated_at),
        }
      : null,
    history: attempts.map(({ at, attempt, state, detail }) => ({
      at: toIso(at),
      attempt,
      state,
      detail,
    })),
    postbacks: postbacks.map((postback) => ({
      state: postback.state,
      status: postback.outcome ?? 'waiting',
      attempts: postback.attempts,
      detail: postback.detail,
      due_at: toIso(postback.due_at),
      updated_at: toIso(postback.updated_at),
    })),
  };
}

function parsed(json: string | null): Record<string, unknown> | null {
  if (json === unreadable) return { error: unreadable };
  return json === null ? null : (JSON.parse(json) as Record<string, unknown>);
}
