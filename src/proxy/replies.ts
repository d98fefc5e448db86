import { type AllowedOrigins, corsHeaders } from './guards/origin.ts';
import { isForPages } from './paths.ts';

/** Headers by their names in lower case. */
export type ReplyHeaders = Readonly<Record<string, string>>;

/** What every reply is given. */
export const headersOfEach: ReplyHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** What a reply to a request is given, whatever it says. */
export function headersFor(
  request: Request,
  { path, origins }: { readonly path: string; readonly origins: AllowedOrigins },
): ReplyHeaders {
  return isForPages(path) ? { ...headersOfEach, ...corsHeaders(request, origins) } : headersOfEach;
}

/** Replies that have theirs: to add some afterwards takes as long as all the rest of a reply. */
const complete = new WeakSet<Response>();

/** A reply in JSON with all its headers. */
export function jsonReply(
  body: object,
  status: number,
  given: ReplyHeaders,
  more?: ReplyHeaders,
): Response {
  const reply = new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...given, ...more },
  });
  complete.add(reply);
  return reply;
}

/** The reply with these headers, which one of {@link jsonReply} has. */
export function withHeaders(reply: Response, given: ReplyHeaders): Response {
  if (complete.has(reply)) return reply;
  for (const [name, value] of Object.entries(given)) reply.headers.set(name, value);
  return reply;
}

/** Of a request that was answered before. */
export function replayHeaders(isReplayed: boolean): ReplyHeaders | undefined {
  return isReplayed ? { 'idempotent-replayed': 'true' } : undefined;
}
