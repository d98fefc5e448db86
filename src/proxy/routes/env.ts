import type { Connection } from '../../contract/fetch-handler.ts';
import type { Visitor } from '../limits/visit.ts';
import type { ReplyHeaders } from '../replies.ts';

/** What a route knows beside the request. */
export interface RouteEnv {
  readonly Bindings: Connection & {
    /** What its reply is given. */
    readonly given: ReplyHeaders;
    readonly visitor: Visitor;
  };
}
