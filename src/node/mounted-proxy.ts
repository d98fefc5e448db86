import type { FetchHandler } from '../contract/fetch-handler.ts';
import type { Log } from '../proxy/log.ts';
import type { Store } from '../store/index.ts';
import { assemble, closeDeadlineMs } from './assembly/assembly.ts';
import { ConfigError, type ConfigProblem } from './config/config-error.ts';
import type { Config } from './config/load.ts';
import { dispatch } from './http/dispatch.ts';
import { warnAbout } from './warnings.ts';

/** The proxy with its worker, for a server that somebody else runs. */
export interface MountedProxy {
  /**
   * Serves what `promo-lead serve` does: `/v1/`, `/widget/`, the health checks and, if there is an
   * owner's token, `/console/`. Pass it to `toNodeListener()`, or to anything that speaks `Request`
   * and `Response`.
   */
  readonly handle: FetchHandler;
  readonly store: Store;
  readonly log: Log;
  /**
   * Begins no further calls, waits for running ones for at most `deadlineMs`, and closes the store.
   * Call it after the last request: see `closeServer()`.
   */
  close(deadlineMs?: number): Promise<void>;
}

export interface MountProxyOptions {
  /** By default, JSON lines on standard error. */
  readonly log?: Log;
  /** ms since 1970. */
  readonly now?: () => number;
}

/**
 * Starts proxy and worker without a port, to be mounted in your own server: everything of
 * `promo-lead serve` except the vendors' APIs. The pages' origins have to be configured, because
 * the server's own is not known here. Throws `ConfigError` or `DataError`, whose messages are for
 * the owner.
 */
export async function mountProxy(
  config: Config,
  { log: givenLog, now }: MountProxyOptions = {},
): Promise<MountedProxy> {
  const { origins } = config;
  if (!origins) throw new ConfigError([originsMissing]);
  // The vendors' paths are for `promo-lead serve`: a site's own `/api/` must stay its own.
  const callers = { promoholder: 'nobody', promosSeru: 'nobody' } as const;
  const assembly = await assemble(config, {
    origins: () => origins,
    // It is not known here whether only this machine reaches the server, so the owner needs a
    // token.
    hasLocalOwner: false,
    callers,
    isMounted: true,
    log: givenLog,
    now,
  });
  const { store, log, proxy, owner, widget, upstreams } = assembly;
  warnAbout(config, log, widget.size > 0);
  try {
    await assembly.start();
  } catch (error) {
    await assembly.close(0);
    throw error;
  }
  return {
    handle: dispatch({
      proxy,
      backend: upstreams.backend,
      callers,
      owner,
      widget: widget.handle,
      demo: undefined,
    }),
    store,
    log,
    close: (deadlineMs = closeDeadlineMs) => assembly.close(deadlineMs),
  };
}

const originsMissing: ConfigProblem = {
  source: 'PROMO_LEAD_ORIGINS',
  from: 'variable',
  text: 'is missing: a proxy within another server has to be told the origins of its pages.',
};
