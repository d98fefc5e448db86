import type { Attribution, Touch } from '../../contract/attribution.ts';
import { erasedCode } from '../../contract/code.ts';
import { isPhone, normalisePhone } from '../../contract/phone.ts';
import type { Store } from '../../store/store.ts';
import type { PostbackStatuses } from './add-postback.ts';
import type { ClaimedPostback } from './postback-queue.ts';
import type { MacroValues, PostbackTemplate } from './template.ts';

export interface SubjectOptions {
  readonly store: Store;
  readonly template: PostbackTemplate;
  readonly statuses: PostbackStatuses;
  readonly defaultClickId: string;
}

/**
 * What a postback says, of the lead as it is now; a text says why there is nothing to tell.
 * Undefined where the lead was erased. Throws `CipherError`.
 */
export async function readSubject(
  { store, template, statuses, defaultClickId }: SubjectOptions,
  { lead_ref: ref, state, created_at }: ClaimedPostback,
): Promise<MacroValues | string | undefined> {
  const lead = await store
    .selectFrom('leads')
    .select(['state', 'click_id', 'product', 'contact_id', 'promo_code', 'attribution'])
    .where('ref', '=', ref)
    .executeTakeFirst();
  if (!lead) return undefined;
  // Told late, a rejection would undo the delivery that came after it.
  if (lead.state !== state) return `the lead is not ${state} any more`;
  const isOwn = lead.click_id !== defaultClickId;
  // A tracker has nowhere to put it.
  if (template.has('click_id') && !isOwn) return 'the visitor came without a click id';
  const last = lastTouch(lead.attribution);
  return {
    click_id: lead.click_id,
    ref,
    status: statuses[state] ?? '',
    product: lead.product,
    contact_id: lead.contact_id ?? '',
    promo_code: unlessPhone(lead.promo_code ?? ''),
    time: String(Math.floor(created_at / 1000)),
    utm_source: last.utm_source ?? '',
    utm_medium: last.utm_medium ?? '',
    utm_campaign: last.utm_campaign ?? '',
    utm_term: last.utm_term ?? '',
    utm_content: last.utm_content ?? '',
  };
}

/** People type their phone into the wrong field: a tracker gets neither it nor what is left. */
function unlessPhone(code: string): string {
  return code === erasedCode || isPhone(normalisePhone(code)) ? '' : code;
}

function lastTouch(json: string | null): Touch {
  if (json === null) return {};
  const { last, first } = JSON.parse(json) as Attribution;
  return last ?? first ?? {};
}
