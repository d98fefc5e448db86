import { type AllowedOrigins, corsHeaders } from './guards/origin.ts';
import { isForPages } from './paths.ts';

/** Headers by their names in lower case. */
export type ReplyHeaders = Readonly<Record<string, string>>;

/** The headers of every reply. */
export const commonHeaders: ReplyHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/** The headers of a reply to this request, whatever its status. */
export function headersFor(
  request: Request,
  { path, origins }: { readonly path: string; readonly origins: AllowedOrigins },
): ReplyHeaders {
  return isForPages(path) ? { ...commonHeaders, ...corsHeaders(request, origins) } : commonHeaders;
}

/** Replies that have their headers: adding some later takes as long as the rest of a reply. */
const complete = new WeakSet<Response>();

/** A reply in JSON with all its headers. */
export function jsonReply(
  body: object,
  status: number,
  replyHeaders: ReplyHeaders,
  more?: ReplyHeaders,
): Response {
  const reply = new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...replyHeaders, ...more },
  });
  complete.add(reply);
  return reply;
}

/** The reply with these headers, which one from {@link jsonReply} has already. */
export function withHeaders(reply: Response, replyHeaders: ReplyHeaders): Response {
  if (complete.has(reply)) return reply;
  for (const [name, value] of Object.entries(replyHeaders)) reply.headers.set(name, value);
  return reply;
}

/** The header of a reply that repeats the first one. */
export function replayHeaders(isReplayed: boolean): ReplyHeaders | undefined {
  return isReplayed ? { 'idempotent-replayed': 'true' } : undefined;
}
