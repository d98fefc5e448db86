import type { Selectable } from 'kysely';
import type { IdempotencyKeyTable } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { leadsOfPhone } from './erase-leads.ts';
import { type LeadStory, showLead } from './leads.ts';

/** A lead with all that hangs on it, to be handed to the person whose it is. */
export interface WholeStory extends LeadStory {
  readonly keys: readonly Selectable<IdempotencyKeyTable>[];
}

/** All leads of a phone (ASCII digits), in whatever state, oldest first. */
export async function storiesOfPhone(store: Store, phone: string): Promise<readonly WholeStory[]> {
  const stories: WholeStory[] = [];
  for (const ref of await leadsOfPhone(store, phone)) {
    const story = await showLead(store, ref);
    if (!story) continue;
    const keys = await store
      .selectFrom('idempotency_keys')
      .selectAll()
      .where('lead_ref', '=', ref)
      .execute();
    stories.push({ ...story, keys });
  }
  return stories.toSorted((one, other) => one.lead.received_at - other.lead.received_at);
}
