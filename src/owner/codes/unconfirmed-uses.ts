import type { OwnerUse } from '../../contract/owner/codes.ts';
import { toIso } from '../../contract/to-iso.ts';
import { listUsesNeedingAttention } from '../../proxy/index.ts';
import type { Store } from '../../store/index.ts';

/** The uses of promo codes that wait for a person, as the owner sees them. Oldest first. */
export async function unconfirmedUses(store: Store): Promise<readonly OwnerUse[]> {
  return (await listUsesNeedingAttention(store)).map((use) => ({
    id: use.id,
    code: use.code,
    company: use.company,
    state: use.state,
    lead: use.lead_ref,
    detail: use.detail,
    updated_at: toIso(use.updated_at),
  }));
}
