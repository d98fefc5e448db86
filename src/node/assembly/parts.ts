import type { Log } from '../../proxy/log.ts';
import type { Store } from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import type { DispatchOptions } from '../http/dispatch.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Upstreams } from '../upstreams/upstreams.ts';

/** What every part of a server is made of. */
export interface Parts {
  readonly config: Config;
  readonly store: Store;
  readonly secret: Secret;
  readonly upstreams: Upstreams;
  readonly log: Log;
  /** ms since 1970. */
  readonly now: () => number;
  /** Says that we encrypt with our key, if there is one. */
  readonly claimKey: ((now: number) => Promise<void>) | undefined;
}

/** Where a server runs, which its configuration does not say. */
export interface Surroundings {
  /** The origins that may call `/v1/`. */
  readonly origins: () => readonly string[];
  /** Whether a client on this machine is the owner if the demo has no owner's token. */
  readonly hasLocalOwner: boolean;
  /** Who may call the vendors' APIs. */
  readonly callers: DispatchOptions['callers'];
  /** Inside a server that somebody else runs. */
  readonly isMounted: boolean;
}
