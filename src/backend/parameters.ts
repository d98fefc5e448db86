/** The parameters of a vendor call, as PHP would read them. */
export interface Parameters {
  /** Whether it was passed at all. */
  has(name: string): boolean;
  /**
   * The value of a parameter that was passed once, as text; undefined for one that was not passed,
   * or passed twice, or as an array (`code[]=A`), because it is unclear which one was meant.
   */
  get(name: string): string | undefined;
}

/** Larger than any honest call. */
const bodyBytesMax = 32 * 1024;

/** `+` and `%20` are both spaces; each sequence is decoded once. */
export function queryParameters(request: Request): Parameters {
  return parametersOf(new URL(request.url).searchParams);
}

/**
 * Reads a body that is form-urlencoded, multipart or JSON (PHP's curl sends an array as multipart
 * and a string as urlencoded). A body that cannot be read has no parameters, as in PHP. Resolves to
 * undefined for a body that is too large.
 */
export async function bodyParameters(request: Request): Promise<Parameters | undefined> {
  const contentType = request.headers.get('content-type') ?? '';
  const [mediaType = ''] = contentType.toLowerCase().split(';');
  try {
    const bytes = await readBody(request);
    if (bytes === undefined) return undefined;
    switch (mediaType.trim()) {
      case 'application/json':
        return parametersOf(jsonEntries(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
      case 'application/x-www-form-urlencoded':
        return parametersOf(new URLSearchParams(new TextDecoder().decode(bytes)));
      case 'multipart/form-data': {
        const form = new Response(bytes, { headers: { 'content-type': contentType } });
        return parametersOf(await form.formData());
      }
      default:
        return parametersOf([]);
    }
  } catch {
    return parametersOf([]);
  }
}

function parametersOf(entries: Iterable<readonly [string, unknown]>): Parameters {
  const values = new Map<string, unknown[]>();
  for (const [key, value] of entries) {
    const [name = ''] = key.split('[', 1);
    const passed = values.get(name) ?? [];
    passed.push(name === key ? value : undefined);
    values.set(name, passed);
  }
  return {
    has: (name) => values.has(name),
    get(name) {
      const [value, ...others] = values.get(name) ?? [];
      if (others.length > 0 || typeof value !== 'string') return undefined;
      // A decoder writes U+FFFD for bytes that are not UTF-8: the sender's text is lost.
      return value.includes('\uFFFD') ? undefined : value;
    },
  };
}

/** The entries of a flat object; PHP may encode a phone as a number. */
function jsonEntries(text: string): [string, unknown][] {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const entries = Object.entries(value);
  // JSON.parse drops the first of two equal keys, so count the keys: strings before a colon.
  const keys = Array.from(text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gs)).filter(([, colon]) => colon);
  if (keys.length !== entries.length) return [];
  return entries.map(([key, each]) => [key, Number.isSafeInteger(each) ? String(each) : each]);
}

/** The body, undefined if it is too large; counted here, as Content-Length may be wrong. */
async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(bodyBytesMax);
  let length = 0;
  // Leaving the loop early cancels the body.
  for await (const chunk of request.body ?? []) {
    if (length + chunk.byteLength > bodyBytesMax) return undefined;
    bytes.set(chunk, length);
    length += chunk.byteLength;
  }
  return bytes.subarray(0, length);
}
