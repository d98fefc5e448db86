import type { Connection } from '../../contract/fetch-handler.ts';
import { createFindClient, type FindClient } from '../../proxy/guards/client-address.ts';
import { longestBacklogMs, plausibleBacklogMs, waitMs } from '../../proxy/limits/gcra.ts';
import { PerAddressQueue } from '../../proxy/limits/per-address-queue.ts';
import { Rates } from '../../proxy/limits/rates.ts';
import type { Log } from '../../proxy/log.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import { constantTimeEqual } from '../../store/constant-time-equal.ts';
import { hmac } from '../../store/digest.ts';
import type { Store } from '../../store/store.ts';
import { isFromLocalhost } from './localhost.ts';
import { readSessionCookie } from './session-cookie.ts';
import { type NewSession, Sessions } from './sessions.ts';

export interface AccessOptions {
  readonly store: Store;
  /** The owner's token; if undefined, a client on this machine is the owner (`--demo`). */
  readonly token: string | undefined;
  /** Networks (CIDR) of reverse proxies, whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[];
  /** ms since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Ten tries at once, then one a minute: enough for a person, too few for a program. */
const tries = { burst: 10, intervalMs: 60_000 };

/** The token that a try is compared with, and the address that it came from. */
interface Try {
  readonly right: string;
  readonly address: string;
}

/** Authenticates the owner: by a session's cookie or, for programs, by the token itself. */
export class Access {
  readonly #options: AccessOptions;
  readonly #sessions: Sessions | undefined;
  readonly #rates: Rates;
  readonly #queue = new PerAddressQueue();
  readonly #findClient: FindClient;

  constructor(options: AccessOptions) {
    const { store, token, now, trustedProxies } = options;
    this.#options = options;
    this.#sessions = token === undefined ? undefined : new Sessions({ store, token, now });
    this.#rates = new Rates(store);
    this.#findClient = createFindClient(trustedProxies);
  }

  /** Whether there is a token to sign in with. */
  get needsToken(): boolean {
    return this.#sessions !== undefined;
  }

  /**
   * Resolves to the caller's name in the audit. Throws `unauthorized`, `origin-not-allowed` if
   * another site's page would act in the owner's name, and `too-many-requests`.
   */
  async requireOwner(request: Request, connection?: Connection): Promise<string> {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (bearer !== undefined && this.needsToken) {
      await this.#requireToken(bearer, request, connection);
      return 'token';
    }
    requireOwnPage(request);
    if (!this.#sessions) return requireLocalhost(request);
    const id = readSessionCookie(request);
    const actor = id === undefined ? undefined : await this.#sessions.actorOf(id);
    if (actor === undefined) throw new ProblemError('unauthorized', { detail: 'Sign in.' });
    return actor;
  }

  /** Resolves to the new session. Throws like {@link requireOwner}. */
  async signIn(token: string, request: Request, connection?: Connection): Promise<NewSession> {
    requireOwnPage(request);
    await this.#requireToken(token, request, connection);
    return this.#requireSessions().begin();
  }

  /** Ends the caller's session, if it has not ended before; `audit` gets its name first. */
  async signOut(request: Request, audit: (actor: string) => Promise<unknown>): Promise<void> {
    requireOwnPage(request);
    const id = readSessionCookie(request);
    const actor = id === undefined ? undefined : await this.#sessions?.actorOf(id);
    if (id === undefined || actor === undefined) return;
    await audit(actor);
    await this.#sessions?.end(id);
  }

  /** Counts a wrong token; past the limit, the right one is refused as well. */
  async #requireToken(token: string, request: Request, connection?: Connection): Promise<void> {
    const { token: right } = this.#options;
    if (right === undefined) throw new ProblemError('unauthorized');
    const { address = 'unknown' } = this.#findClient(request, connection) ?? {};
    await this.#queue.run(address, () => this.#try(token, { right, address }));
  }

  async #try(token: string, { right, address }: Try): Promise<void> {
    const { now, log } = this.#options;
    // No address is kept (as for guesses at promo codes).
    const key = hmac(right, `owner's token ${address}`);
    const longestMs = longestBacklogMs(tries);
    const counted = (await this.#rates.backlogs([key], now())).get(key) ?? 0;
    const backlogMs = plausibleBacklogMs(counted, longestMs);
    if (waitMs(tries, backlogMs) > 0) throw tooMany(backlogMs);
    if (constantTimeEqual(token, right)) return;
    if (!(await this.#rates.count(key, tries, now(), longestMs))) throw tooMany(tries.intervalMs);
    log.warn('owner.wrong-token');
    throw new ProblemError('unauthorized', { detail: 'This is not the token.' });
  }

  #requireSessions(): Sessions {
    if (!this.#sessions) throw new ProblemError('not-found');
    return this.#sessions;
  }
}

/**
 * A change has to come from a page of this server: a browser sends the page's origin with it. Hosts
 * are compared, because behind a TLS terminator the scheme differs.
 */
function requireOwnPage(request: Request): void {
  const { headers, method, url } = request;
  const site = headers.get('sec-fetch-site');
  const isForeign = site !== null && site !== 'same-origin' && site !== 'none';
  const origin = headers.get('origin') ?? '';
  const isOwn = URL.canParse(origin) && new URL(origin).host === new URL(url).host;
  if (isForeign || (method !== 'GET' && method !== 'HEAD' && !isOwn)) {
    throw new ProblemError('origin-not-allowed', { detail: "Use the owner's pages." });
  }
}

function requireLocalhost(request: Request): string {
  if (isFromLocalhost(request)) return 'demo';
  throw new ProblemError('origin-not-allowed', {
    detail:
      "Without an owner's token, use the address that the server says, on its own machine. " +
      'Behind a proxy or a tunnel, set PROMO_LEAD_ADMIN_TOKEN.',
  });
}

function tooMany(backlogMs: number): ProblemError {
  const wait = Math.max(1000, waitMs(tries, backlogMs));
  return new ProblemError('too-many-requests', {
    detail: 'Too many wrong tokens. Wait before the next.',
    retryAfterSeconds: Math.ceil(wait / 1000),
  });
}
