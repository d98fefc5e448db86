import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OwnerProviders } from '../../contract/owner/setup.ts';
import { createOwner } from '../../owner/index.ts';
import { shortestKept } from '../../proxy/index.ts';
import { readCodes } from '../codes/codes-csv.ts';
import { csvRecord } from '../codes/csv.ts';
import type { Config } from '../config/load.ts';
import { checkRunningServer } from '../doctor/check-running-server.ts';
import type { DispatchOptions } from '../http/dispatch.ts';
import { createConsoleSite, pinWidget } from '../http/site.ts';
import type { Parts, Surroundings } from './parts.ts';

/**
 * The owner's API and pages: for clients with the token, in the demo for those on this machine.
 *
 * @param onDue - Called when something is due again, so that the worker looks.
 */
export function assembleOwner(
  parts: Parts,
  { origins, hasLocalOwner, callers, isMounted }: Surroundings,
  onDue: () => void,
): DispatchOptions['owner'] {
  const { config, store, upstreams, log, now } = parts;
  const { adminToken, demo, trustedProxies, products, company = null } = config;
  if (!adminToken && !(demo && hasLocalOwner)) return undefined;
  const widget = pinWidget() ?? null;
  const api = createOwner({
    store,
    token: adminToken?.reveal(),
    trustedProxies,
    providers: providersOf(config),
    callable: {
      promoholder: callers.promoholder !== 'nobody',
      promosSeru: callers.promosSeru !== 'nobody',
    },
    promoCodes: upstreams.promoCodes,
    setup: () => ({ origins: origins(), products, company, widget }),
    runChecks: () => checkRunningServer(parts, isMounted),
    csvRecord,
    readCodes,
    nextTurn: () => nextTurn(),
    postbacks: config.postback?.statuses,
    keptDays: shortestKept(config.retention),
    onDue,
    now,
    log,
  });
  return { api, pages: createConsoleSite() };
}

/** Only the last part of a path is shown: the pages must not reveal the server's folders. */
function providersOf({ providers: { promoCodes, contacts } }: Config): OwnerProviders {
  return {
    promo_codes: { kind: promoCodes.kind, name: basename(promoCodes.name) },
    contacts: { kind: contacts.kind, name: basename(contacts.name) },
  };
}
