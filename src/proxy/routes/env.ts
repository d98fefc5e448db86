import type { Connection } from '../../contract/fetch-handler.ts';
import type { Visit } from '../limits/visit.ts';

/** What a route knows beside the request. */
export interface RouteEnv {
  readonly Bindings: Connection;
  readonly Variables: { readonly visit: Visit };
}
