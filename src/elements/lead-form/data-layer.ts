import type { LitElement } from 'lit';
import { isOff } from '../shared/is-off.ts';
export interface DataLayerHost extends LitElement {
  /** Name of a global array; `dataLayer` where it is empty. */
  readonly dataLayer: string | boolean | null | undefined;
}

/**
 * What a tag manager reads: flat, and without a word of the visitor's. A tag manager keeps what it
 * was told, so what there is no more is told too, as undefined.
 */
type Entry = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/**
 * Tells the page's tag manager what happens in a form, where the form has `data-layer`. A name, a
 * phone, a click id or a code is never among it: whatever reads the data layer is not ours.
 */
export function attachDataLayer(host: DataLayerHost): void {
  let product: string | undefined;
  const tell = (event: string, entry: Entry = {}): void => {
    push(host.dataLayer, { event: `promo_lead_${event}`, product, ...entry });
  };
  host.addEventListener('lead-submit', (event) => {
    ({ product } = event.lead);
    const entry = { has_promo_code: event.lead.promo_code !== undefined };
    // Once every listener was asked: whoever cancels it may stand further up in the page.
    queueMicrotask(() => event.defaultPrevented || tell('submit', entry));
  });
  host.addEventListener('lead-accepted', ({ receipt, lead }) => {
    // The same receipt is the same lead, however often it is told.
    const { ref, promo_code } = receipt;
    const entry = { event_id: ref, promo_code_status: promo_code?.status ?? 'none' };
    // One that had to wait may be of another product than the last.
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
}

function push(name: DataLayerHost['dataLayer'], entry: Entry): void {
  if (isOff(name)) return;
  try {
    const page = globalThis as unknown as Record<string, Entry[]>;
    const isNamed = typeof name === 'string' && name !== '';
    (page[isNamed ? name : 'dataLayer'] ??= []).push(entry);
  } catch {
    // What a page, or a tag manager in it, does in its own array is no matter of the form's.
  }
}
