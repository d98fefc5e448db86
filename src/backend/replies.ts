import { textStream } from './text-stream.ts';

/** Every reply is of its moment: never cached, never answered with a 304 or a part. */
const headers: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-type': 'application/json; charset=utf-8',
  'x-content-type-options': 'nosniff',
};

/** The vendors answer HTTP 200 whatever happens; the body says what did. */
export function jsonReply(body: object, status = 200, more: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...headers, ...more } });
}

/** A reply that is written while it is sent, piece by piece, each in a turn of its own. */
export function streamedReply(
  pieces: AsyncGenerator<string, void>,
  nextTurn: () => Promise<void>,
): Response {
  return new Response(textStream(pieces, nextTurn), { headers });
}
