import type { LitElement } from 'lit';
import { isOff } from '../../shared/is-off.ts';

export interface DataLayerHost extends LitElement {
  /** Name of a global array; `dataLayer` if empty. */
  readonly dataLayer: string | boolean | null | undefined;
}

/**
 * What a tag manager reads: flat, and without anything that the visitor typed. A tag manager keeps
 * values from earlier entries, so a value that no longer applies is sent as undefined.
 */
type Entry = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/**
 * Reports a form's events to the page's tag manager, if the form has `data-layer`. No entry has a
 * name, a phone, a click id or a code: the scripts that read the data layer are not ours.
 */
export function attachDataLayer(host: DataLayerHost): void {
  let product: string | undefined;
  const tell = (event: string, entry: Entry = {}): void => {
    push(host.dataLayer, { event: `promo_lead_${event}`, product, ...entry });
  };
  host.addEventListener('lead-submit', (event) => {
    ({ product } = event.lead);
    const entry = { has_promo_code: event.lead.promo_code !== undefined };
    // After all listeners: one further up in the page may cancel the event.
    queueMicrotask(() => event.defaultPrevented || tell('submit', entry));
  });
  host.addEventListener('lead-accepted', ({ receipt, lead }) => {
    // The same receipt is the same lead, however often it is reported.
    const { ref, promo_code } = receipt;
    const entry = { event_id: ref, promo_code_status: promo_code?.status ?? 'none' };
    // A lead that had to wait may be for another product than the last one.
    tell('accepted', { product: lead.product, ...entry });
  });
  host.addEventListener('lead-refused', ({ errors }) => {
    tell('refused', { fields: errors.map(({ field }) => field) });
  });
  host.addEventListener('lead-queued', () => tell('queued'));
  host.addEventListener('lead-error', ({ failure }) => tell('error', { failure }));
  host.addEventListener('promo-code-verdict', ({ verdict }) => {
    const reason = 'reason' in verdict ? verdict.reason : undefined;
    tell('promo_code', { promo_code_status: verdict.status, promo_code_reason: reason });
  });
  // A script of the page may have asked before this was loaded. Why a code was refused is gone.
  const field = [host.renderRoot, host].map((root) => root.querySelector('promo-code-input'));
  const status = field.find(Boolean)?.status;
  if (status === 'valid' || status === 'invalid') {
    tell('promo_code', { promo_code_status: status, promo_code_reason: undefined });
  }
}

function push(name: DataLayerHost['dataLayer'], entry: Entry): void {
  if (isOff(name)) return;
  try {
    const page = globalThis as unknown as Record<string, Entry[]>;
    const isNamed = typeof name === 'string' && name !== '';
    (page[isNamed ? name : 'dataLayer'] ??= []).push(entry);
  } catch {
    // A page's array, or a tag manager behind it, may throw: that must not disturb the form.
  }
}
