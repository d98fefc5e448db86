import type { Entries, LongJson } from './long-json.ts';
import { untilAborted } from './until-aborted.ts';

export interface Body {
  readonly text?: string;
  readonly json?: unknown;
  /** What is wrong with it, if it is not JSON. */
  readonly problem?: string;
}

export interface ReadBodyOptions {
  /** After decompression. */
  readonly bytesMax: number;
  readonly signal: AbortSignal;
  /** Reads the entries of a long body as it arrives; the rest of it is the JSON. */
  readonly long?: LongJson<Entries> | undefined;
  readonly onPiece?: (() => void) | undefined;
}

/** Reads strict JSON in strict UTF-8. Never throws. */
export async function readJson(response: Response, options: ReadBodyOptions): Promise<Body> {
  const { bytesMax, signal, long, onPiece = () => {} } = options;
  const reader = response.body?.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const problem = (text: string): Body => {
    // Ends the call; a broken body cannot be cancelled, and need not be.
    reader?.cancel().catch(() => undefined);
    return { problem: text };
  };
  let length = 0;
  let text = '';
  for (;;) {
    let piece: Uint8Array | undefined;
    try {
      piece = reader && (await untilAborted(reader.read(), signal)).value;
    } catch {
      return problem(signal.aborted ? 'a body that did not end in time' : 'a cut body');
    }
    onPiece();
    length += piece?.byteLength ?? 0;
    if (length > bytesMax) return problem(`a body over ${bytesMax} bytes`);
    try {
      const part = decoder.decode(piece, { stream: piece !== undefined });
      if (long) long.push(part);
      else text += part;
      if (!piece) break;
    } catch (error) {
      return problem(error instanceof RangeError ? 'a body with too long a part' : notJson);
    }
  }
  try {
    return long ? { json: long.end() } : { text, json: JSON.parse(text) };
  } catch {
    return { problem: notJson, ...(!long && { text }) };
  }
}

const notJson = 'a body that is no JSON';

export async function discard(response: Response): Promise<void> {
  // A broken body, or one that is being read, cannot be cancelled, and need not be.
  await response.body?.cancel().catch(() => undefined);
}
