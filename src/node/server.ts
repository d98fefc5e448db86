import type { Log } from '../proxy/log.ts';
import type { Store } from '../store/index.ts';
import { assemble, closeDeadlineMs } from './assembly/assembly.ts';
import type { Config } from './config/load.ts';
import { httpOrigin, isLoopback, isWildcard } from './http/address.ts';
import { dispatch } from './http/dispatch.ts';
import {
  codeCallers,
  contactCallers,
  hasKnownKey,
  hasLocalOwner,
  isPublic,
} from './http/exposure.ts';
import {
  closeServer,
  createHttpServer,
  type HttpServerOptions,
  listen,
} from './http/http-server.ts';
import { originsOf } from './http/origins-of.ts';
import { createDemoSite } from './http/site.ts';
import { warnAbout, warnOfNoDemo } from './warnings.ts';

export interface RunningServer {
  /** Where to open it: `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly store: Store;
  readonly log: Log;
  /** Lets requests and calls end, for at most `deadlineMs`, and closes the store. */
  close(deadlineMs?: number): Promise<void>;
}

export interface StartServerOptions extends Pick<HttpServerOptions, 'ownsProcess'> {
  /** By default, JSON lines on standard error. */
  readonly log?: Log;
  /** ms since 1970. */
  readonly now?: () => number;
}

/**
 * Starts proxy, worker and embedded backend on one port. Throws `DataError` or `ListenError`,
 * whose messages are for the owner.
 */
export async function startServer(
  config: Config,
  { log: givenLog, now, ownsProcess = false }: StartServerOptions = {},
): Promise<RunningServer> {
  const { host } = config;
  // Known once the port is; no request comes before that.
  let origins: readonly string[] = [];
  const callers = {
    promoholder: codeCallers(config),
    promosSeru: contactCallers(config),
  };
  const assembly = await assemble(config, {
    origins: () => origins,
    hasLocalOwner: hasLocalOwner(config),
    callers,
    isMounted: false,
    log: givenLog,
    now,
  });
  const { store, log, proxy, owner, widget, upstreams } = assembly;
  const { backend } = upstreams;
  const demo = config.demo ? createDemoSite() : undefined;
  const server = createHttpServer(
    dispatch({ proxy, backend, callers, owner, widget: widget.handle, demo: demo?.handle }),
    log,
    { ownsProcess },
  );
  let port: number;
  try {
    port = await listen(server, host, config.port);
  } catch (error) {
    await assembly.close(0);
    throw error;
  }
  origins = originsOf(config, port);
  warnAbout(config, log, widget.size > 0);
  warnAboutServer(config, log);
  if (demo?.size === 0) warnOfNoDemo(log, owner !== undefined);
  try {
    await assembly.start();
  } catch (error) {
    await closeServer(server, 0);
    await assembly.close(0);
    throw error;
  }
  return {
    url: httpOrigin(isWildcard(host) ? 'localhost' : host, port),
    store,
    log,
    async close(deadlineMs = closeDeadlineMs) {
      const drain = async (): Promise<void> => {
        if (!(await closeServer(server, deadlineMs))) log.warn('server.requests-cut');
      };
      await assembly.close(deadlineMs, drain());
    },
  };
}

/** What an owner should know about a server before the first visitor finds out. */
function warnAboutServer(config: Config, log: Log): void {
  if (hasKnownKey(config) && !isLoopback(config.host)) {
    log.warn('config.default-secret-key', {
      text:
        'EVERYBODY CAN MAKE CONTACTS: the server listens beyond this machine, and the embedded ' +
        "backend has the secret key of the vendor's document. Set PROMOS_SERU_SECRET_KEY.",
    });
  }
  if (hasKnownKey(config) && isLoopback(config.host) && config.trustedProxies.length > 0) {
    log.warn('config.default-secret-key', {
      text:
        'A reverse proxy that sends no X-Forwarded-For lets everybody make contacts: the ' +
        "embedded backend has the secret key of the vendor's document. " +
        'Set PROMOS_SERU_SECRET_KEY.',
    });
  }
  if (config.demo && !config.adminToken && !hasLocalOwner(config)) {
    log.info('config.no-local-owner', {
      text: "Strangers come too: for the owner's pages, set PROMO_LEAD_ADMIN_TOKEN.",
    });
  }
  if (isPublic(config) && config.origins === undefined) {
    log.warn('config.own-origins', {
      text: 'Only pages of this server may call it. List your pages in PROMO_LEAD_ORIGINS.',
    });
  }
}
