import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FetchHandler } from '../../contract/fetch-handler.ts';
import { ownerOpenApi } from '../../owner/index.ts';
import { createProxy, type ProxyOptions } from '../../proxy/index.ts';
import type { SharedUpstreams } from './assemble-upstreams.ts';
import type { Parts } from './parts.ts';

type Given = Omit<SharedUpstreams, 'contacts'> &
  Required<Pick<ProxyOptions, 'origins' | 'views' | 'onLead'>> & {
    /** Whether the owner's API is served, and belongs in the OpenAPI document. */
    readonly hasOwner: boolean;
  };

export function assembleProxy(
  { config, store, secret, now, log }: Parts,
  { promoCodes, codes, deliveries, metrics, views, origins, onLead, hasOwner }: Given,
): FetchHandler {
  const { company, products, promoReasons, trustedProxies } = config;
  return createProxy({
    store,
    promoCodes,
    origins,
    products,
    company,
    secret: secret.reveal(),
    previousSecret: config.previousSecret?.reveal(),
    promoReasons,
    defaultClickId: config.defaultClickId,
    clickIds: config.clickIds,
    deliveries,
    codes,
    spam: config.spam,
    metrics,
    views,
    openApi: hasOwner ? ownerOpenApi() : undefined,
    limits: config.limits ? { secret: secret.reveal(), trustedProxies } : undefined,
    now,
    log,
    nextTurn: () => nextTurn(),
    onLead,
  });
}
