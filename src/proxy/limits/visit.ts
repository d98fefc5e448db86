import { type ChallengeAction, solutionHeader } from '../../contract/challenge.ts';
import type { Client } from '../guards/client-address.ts';

/** Who sends a request, from where, and what work was done for it. */
export interface Visitor {
  /** Undefined if nothing says from which address the request comes. */
  readonly client: Client | undefined;
  /** The host of the page. */
  readonly site: string;
  /** The payload of a challenge; `unableToSolve` if the visitor cannot solve one. */
  readonly solution: string | null;
}

/** One request of a visitor, with what it is for. */
export interface Visit extends Visitor {
  readonly action: ChallengeAction;
}

export function readVisitor(request: Request, client: Client | undefined): Visitor {
  return { client, site: siteOf(request), solution: request.headers.get(solutionHeader) };
}

/** An origin as browsers write it: nothing follows the host. */
const originPattern = /^[a-z][a-z\d+.-]{0,20}:\/\/([^\s/?#@]+)$/i;

/** The host of the page that asks. The proxy's own pages send no origin with a GET. */
function siteOf({ headers, url }: Request): string {
  const [, host] = originPattern.exec(headers.get('origin') ?? '') ?? [];
  return host?.toLowerCase() ?? new URL(url).host;
}
