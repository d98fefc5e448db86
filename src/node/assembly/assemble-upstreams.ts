import { CodeLists, createDeliveries, type Deliveries, type Metrics } from '../../proxy/index.ts';
import type { ContactUpstream, PromoCodeUpstream } from '../../upstream/ports.ts';
import type { Parts } from './parts.ts';

/** What proxy and worker share. */
export interface SharedUpstreams {
  readonly metrics: Metrics;
  readonly contacts: ContactUpstream;
  readonly promoCodes: PromoCodeUpstream;
  readonly codes: CodeLists;
  /** Only if visitors wait for the upstream. */
  readonly deliveries: Deliveries | undefined;
}

export interface MeasuredUpstreams extends SharedUpstreams {
  /** Asks for the promo codes that visitors will ask for. */
  readonly prepareCodes: () => void;
}

/** The owner's changes show almost at once: asking the embedded backend needs no network. */
const embeddedListMaxAgeMs = 1000;
/** CPU time per code of a list from PostgreSQL, in ms. */
const postgresLoadMsPerCode = 0.02;

export function assembleUpstreams(
  parts: Parts,
  metrics: Metrics,
  stopping: AbortSignal,
): MeasuredUpstreams {
  const { config, store, upstreams } = parts;
  const promoCodes = metrics.instrumentPromoCodes(upstreams.promoCodes);
  const codes = assembleCodeLists(parts, promoCodes, stopping);
  const { company, providers } = config;
  return {
    metrics,
    contacts: metrics.instrumentContacts(upstreams.contacts),
    promoCodes,
    codes,
    deliveries: config.leadsReply === 'delivered' ? createDeliveries(store) : undefined,
    prepareCodes: () => {
      // Our own store may have no company yet: one that is made in the first second must be found.
      const isEmbedded = providers.promoCodes.kind === 'embedded';
      if (company !== undefined || !isEmbedded) void codes.prepare(company);
    },
  };
}

function assembleCodeLists(
  { config, upstreams, log, now }: Parts,
  upstream: PromoCodeUpstream,
  stopping: AbortSignal,
): CodeLists {
  const given = { upstream, now, log, stopping };
  if (config.providers.promoCodes.kind !== 'embedded') {
    return new CodeLists({ ...given, shared: upstreams.sharedLists });
  }
  const isPostgres = config.store.kind === 'postgres';
  return new CodeLists({
    ...given,
    maxAgeMs: embeddedListMaxAgeMs,
    ...(isPostgres && { loadMsPerCode: postgresLoadMsPerCode }),
  });
}
