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
   * Answers what `promo-lead serve` does: `/v1/`, `/widget/`, the health checks, and `/console/`
   * where there is an owner's token. Hand it to `toNodeListener()`, or to whatever knows `Request`
   * and `Response`.
   */
  readonly handle: FetchHandler;
  readonly store: Store;
  readonly log: Log;
  /**
   * Sends nothing more, waits for the calls that run, at the latest for `deadlineMs`, and closes
   * the store. Comes after the last request: see `closeServer()`.
   */
  close(deadlineMs?: number): Promise<void>;
}

export interface MountProxyOptions {
  /** JSON lines on standard error where it is left out. */
  readonly log?: Log;
  /** ms since 1970. */
  readonly now?: () => number;
}

/**
 * Starts proxy and worker without a port: what `promo-lead serve` has but the vendors' APIs, to be
 * mounted where you have a server. The pages' origins have to be configured, for nobody here knows
 * the server's. Throws `ConfigError` or `DataError`, whose messages are for the owner.
 */
export async function mountProxy(
  config: Config,
  { log: givenLog, now }: MountProxyOptions = {},
): Promise<MountedProxy> {
  const { origins } = config;
  if (!origins) throw new ConfigError([originsMissing]);
  // The vendors' paths are for `promo-lead serve`: a site has no place for /api/ of others.
  const callers = { promoholder: 'nobody', promosSeru: 'nobody' } as const;
  const assembly = await assemble(config, {
    origins: () => origins,
    // Whether only this machine reaches the server is not known here: the owner comes with a token.
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
