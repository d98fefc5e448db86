import type { Attribution, Touch } from '../../contract/attribution.ts';
import { erasedCode } from '../../contract/code.ts';
import { isPhone, normalisePhone } from '../../contract/phone.ts';
import type { Store } from '../../store/store.ts';
import type { PostbackStatuses } from './add-postback.ts';
import type { ClaimedPostback } from './postback-queue.ts';
import type { MacroValues, PostbackTemplate } from './template.ts';

export interface PostbackValuesOptions {
  readonly store: Store;
  readonly template: PostbackTemplate;
  readonly statuses: PostbackStatuses;
  readonly defaultClickId: string;
}

/**
 * The values of a postback, from the lead as it is now; a text if there is nothing to send, with
 * the reason; undefined if the lead was erased. Throws `CipherError`.
 */
export async function readPostbackValues(
  { store, template, statuses, defaultClickId }: PostbackValuesOptions,
  { lead_ref: ref, state, created_at }: ClaimedPostback,
): Promise<MacroValues | string | undefined> {
  const lead = await store
    .selectFrom('leads')
    .select(['state', 'click_id', 'product', 'contact_id', 'promo_code', 'attribution'])
    .where('ref', '=', ref)
    .executeTakeFirst();
  if (!lead) return undefined;
  // A late rejection would undo the delivery that came after it.
  if (lead.state !== state) return `the lead is not ${state} any more`;
  const isOwn = lead.click_id !== defaultClickId;
  // Without a click id the tracker cannot attribute it.
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

/** Some people type their phone as a promo code: a tracker gets neither it nor its erased form. */
function unlessPhone(code: string): string {
  return code === erasedCode || isPhone(normalisePhone(code)) ? '' : code;
}

function lastTouch(json: string | null): Touch {
  if (json === null) return {};
  const { last, first } = JSON.parse(json) as Attribution;
  return last ?? first ?? {};
}
