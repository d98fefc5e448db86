import { textStream } from './text-stream.ts';

/** A reply holds only at its moment: it is never cached, and never a 304 or a range. */
const headers: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-type': 'application/json; charset=utf-8',
  'x-content-type-options': 'nosniff',
};

/** The vendors answer HTTP 200 whatever happens; the body says what happened. */
export function jsonReply(body: object, status = 200, more: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...headers, ...more } });
}

/** A reply that is written while it is sent, piece by piece, each in its own turn. */
export function streamedReply(
  pieces: AsyncGenerator<string, void>,
  nextTurn: () => Promise<void>,
): Response {
  return new Response(textStream(pieces, nextTurn), { headers });
}
