import type { Connection } from '../../contract/fetch-handler.ts';
import type { Visitor } from '../limits/visit.ts';
import type { ReplyHeaders } from '../replies.ts';

/** What a route knows besides the request. */
export interface RouteEnv {
  readonly Bindings: Connection & {
    /** The headers of its reply. */
    readonly replyHeaders: ReplyHeaders;
    readonly visitor: Visitor;
  };
}
