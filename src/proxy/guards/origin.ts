import { solutionHeader } from '../../contract/challenge.ts';
import { ProblemError } from '../problem-reply.ts';
import { formType } from './body.ts';

/** The origins that may call `/v1/`; read at each request, since a port may be chosen late. */
export type AllowedOrigins = () => readonly string[];

/**
 * Returns the origin of a request if it is on the list. Enforced before any handler runs: CORS
 * headers alone keep a page from reading the reply, but not from sending a lead (OWASP ASVS 5.0,
 * 3.4.2). Every browser sends `Origin` with a POST; a server that calls us sets it.
 */
export function requireOrigin(request: Request, allowed: AllowedOrigins): string {
  const origin = request.headers.get('origin');
  if (origin === null || !(allowed().includes(origin) || isOwnForm(request, origin))) {
    throw new ProblemError('origin-not-allowed', { detail: adviceFor(request, origin) });
  }
  return origin;
}

function adviceFor(request: Request, origin: string | null): string {
  if (hidesOrigin(request)) return nameOrigin;
  if (origin === null) return 'Send an Origin header, with an origin of PROMO_LEAD_ORIGINS.';
  // Of a file, a `data:` URL or a sandboxed frame: it can be on no list.
  if (origin === 'null') return 'Serve the page over http(s). A sandbox needs allow-same-origin.';
  return 'Add the origin of the page to PROMO_LEAD_ORIGINS.';
}

/** What to do about a page whose plain form {@link hidesOrigin}. */
export const nameOrigin: string =
  'Put <meta name="referrer" content="strict-origin-when-cross-origin"> into the page: a ' +
  'Referrer-Policy of no-referrer or same-origin hides its origin. So does a sandboxed frame ' +
  'without allow-same-origin.';

/**
 * Whether it is a plain form of a page whose policy hides its origin. A request of a script has
 * its origin whatever the policy (Fetch, "append a request Origin header").
 */
export function hidesOrigin(request: Request): boolean {
  return request.headers.get('origin') === 'null' && isPlainForm(request);
}

function isPlainForm({ headers }: Request): boolean {
  return (headers.get('content-type') ?? '').startsWith(formType);
}

/**
 * Our own correction page posts a plain form from the proxy's origin, which no owner would think
 * of listing. The browser says that it is the same; an older one is believed by the host, because
 * behind a TLS terminator the scheme differs. A reverse proxy may have changed the host (Apache's
 * does by default), and no page can write `Sec-Fetch-Site` (Fetch Metadata, 2.3).
 */
function isOwnForm(request: Request, origin: string): boolean {
  if (!URL.canParse(origin) || !isPlainForm(request)) return false;
  const isSame = request.headers.get('sec-fetch-site') === 'same-origin';
  return isSame || new URL(origin).host === new URL(request.url).host;
}

/** What a page of an allowed origin may read. No credentials: the proxy has no cookies. */
export function corsHeaders(request: Request, allowed: AllowedOrigins): Record<string, string> {
  const origin = request.headers.get('origin');
  // Also if the origin is refused, so that no cache serves one origin's reply to another.
  const vary = { vary: 'Origin' };
  if (origin === null || !allowed().includes(origin)) return vary;
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Idempotent-Replayed, Retry-After',
  };
}

/** The answer to a preflight, for two hours (Chromium caps it there). */
export function preflightReply(request: Request, allowed: AllowedOrigins): Response {
  requireOrigin(request, allowed);
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': `Content-Type, Idempotency-Key, ${solutionHeader}`,
      'access-control-max-age': '7200',
    },
  });
}
