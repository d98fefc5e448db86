import * as fc from 'fast-check';
import { anyText } from '../any-text.ts';

/** Any reply of a vendor, or of anything in between. */
export interface AnyReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it arrives. */
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
}

const encoder = new TextEncoder();

/** A body of random bytes, of text, of JSON, or of the given values as JSON, truncated or not. */
function anyBody(values: fc.Arbitrary<unknown>): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const whole = values.map((value) => encoder.encode(JSON.stringify(value)));
  return fc.oneof(
    { weight: 6, arbitrary: whole },
    {
      weight: 1,
      arbitrary: fc.tuple(whole, fc.nat()).map(([bytes, at]) => bytes.slice(0, at % bytes.length)),
    },
    { weight: 1, arbitrary: fc.tuple(whole, whole).map((both) => joined(both)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.slice()) },
    { weight: 1, arbitrary: anyText.map((text) => encoder.encode(text)) },
    { weight: 1, arbitrary: fc.json().map((text) => encoder.encode(text)) },
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

const anyStatus: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(200, 201, 301, 307, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504),
  // A `Response` has no other status; 204, 205 and 304 have no body.
  fc.integer({ min: 206, max: 599 }).filter((status) => status !== 304),
);

const anyHeaders: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom('retry-after', 'date', 'content-type', 'location'),
  fc.oneof(
    fc.constantFrom('0', '30', '-1', '1e9', '9'.repeat(30), 'Mon, 05 Jan 1998 10:00:00 GMT'),
    fc.stringMatching(/^[\x20-\x7e]{0,20}$/),
  ),
);

/** Any reply at all, in any number of chunks; `values` are plausible JSON values for it. */
export function anyReply(values: fc.Arbitrary<unknown>): fc.Arbitrary<AnyReply> {
  return fc
    .record({
      status: anyStatus,
      headers: anyHeaders,
      body: anyBody(values),
      cuts: fc.array(fc.nat({ max: 80 }), { maxLength: 3 }),
    })
    .map(({ status, headers, body, cuts }) => {
      const ends = [...cuts.toSorted((one, other) => one - other), body.length];
      const chunks = ends.map((end, index) => body.slice(ends[index - 1] ?? 0, end));
      return { status, headers, chunks };
    });
}

export function toResponse({ status, headers, chunks }: AnyReply): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return new Response(body, { status, headers });
}

/** The body if it is strict JSON in UTF-8, parsed by other means than the adapters'. */
export function jsonOf({ chunks }: AnyReply): unknown {
  const bytes = Buffer.from(joined(chunks));
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
