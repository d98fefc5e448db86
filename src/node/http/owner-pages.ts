import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OwnerProviders } from '../../contract/owner/setup.ts';
import { widgetFile } from '../../contract/owner/snippet.ts';
import { createOwner } from '../../owner/index.ts';
import { shortestKept } from '../../proxy/index.ts';
import type { Log } from '../../proxy/log.ts';
import type { Store } from '../../store/index.ts';
import { readCodes } from '../codes/codes-csv.ts';
import { csvRecord } from '../codes/csv.ts';
import type { Config } from '../config/load.ts';
import { checkRunningServer } from '../doctor/check-running-server.ts';
import type { Upstreams } from '../upstreams/upstreams.ts';
import type { DispatchOptions } from './dispatch.ts';
import { createConsoleSite, pinWidget } from './site.ts';

export interface OwnerPagesOptions {
  readonly config: Config;
  readonly store: Store;
  readonly upstreams: Upstreams;
  readonly log: Log;
  readonly now: () => number;
  /** Whether a client on this machine is the owner if the demo has no owner's token. */
  readonly hasLocalOwner: boolean;
  /** Who may call the vendors' APIs here. */
  readonly callers: DispatchOptions['callers'];
  /** Inside a server that somebody else runs. */
  readonly isMounted: boolean;
  /** The origins of pages that may call the server. */
  readonly origins: () => readonly string[];
  /** Called when something is due again, so that the worker looks. */
  readonly onDue: () => void;
}

/** The owner's API and pages: for clients with the token, in the demo for those on this machine. */
export function ownerOf(options: OwnerPagesOptions): DispatchOptions['owner'] {
  const { config, store, upstreams, log, now, callers, isMounted, origins, onDue } = options;
  const { adminToken, demo, trustedProxies, products, company = null } = config;
  if (!adminToken && !(demo && options.hasLocalOwner)) return undefined;
  const widget = pinWidget(widgetFile) ?? null;
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
    runChecks: () => checkRunningServer({ config, store, upstreams, now, isMounted }),
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
