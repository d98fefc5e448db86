import type { Connection } from '../../contract/fetch-handler.ts';
import type { Client } from '../guards/client-address.ts';

/** What a route knows beside the request. */
export interface RouteEnv {
  readonly Bindings: Connection;
  readonly Variables: {
    /** Who asks; undefined where nothing tells, or where there are no limits. */
    readonly client: Client | undefined;
  };
}
