import type { OwnerLeadQuery } from '../../contract/owner/leads.ts';
import type { LeadFilter } from '../../proxy/index.ts';

/** The parameters of a list as a filter for the store. */
export function toFilter({ state, product, source, from, to, search }: OwnerLeadQuery): LeadFilter {
  return {
    state,
    product,
    source,
    search,
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  };
}

/** A search may be a name or a phone: the audit only says that there was one. */
export function describeFilter({
  state,
  product,
  source,
  from,
  to,
  search,
}: OwnerLeadQuery): object {
  return { state, product, source, from, to, ...(search !== undefined && { search: true }) };
}
