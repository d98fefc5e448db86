import type { Selectable } from 'kysely';
import type { IdempotencyKeyTable } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { leadRefsOfPhone } from './erase-leads.ts';
import { type LeadDetails, readLead } from './leads.ts';

/** All that is stored of a lead, for the person that it is about. */
export interface LeadWithKeys extends LeadDetails {
  readonly keys: readonly Selectable<IdempotencyKeyTable>[];
}

/** Reads all leads of a phone (ASCII digits), in any state, the oldest first. */
export async function readLeadsOfPhone(
  store: Store,
  phone: string,
): Promise<readonly LeadWithKeys[]> {
  const leads: LeadWithKeys[] = [];
  for (const ref of await leadRefsOfPhone(store, phone)) {
    const details = await readLead(store, ref);
    if (!details) continue;
    const keys = await store
      .selectFrom('idempotency_keys')
      .selectAll()
      .where('lead_ref', '=', ref)
      .execute();
    leads.push({ ...details, keys });
  }
  return leads.toSorted((one, other) => one.lead.received_at - other.lead.received_at);
}
