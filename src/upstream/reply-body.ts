import { isLate } from './late.ts';
import type { Entries, LongJson } from './long-json.ts';
import { untilAborted } from './until-aborted.ts';

export interface Body {
  /**
   * Leniently decoded; of a body over the limit, as much as was read. Undefined if the body broke
   * or did not end in time.
   */
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
  const sink = long ? sinkOf(long) : textSink();
  const problem = (what: string, text?: string): Body => {
    // Ends the call; a broken body cannot be cancelled, and need not be.
    reader?.cancel().catch(() => undefined);
    return { problem: what, ...(text !== undefined && { text }) };
  };
  let room = bytesMax;
  for (;;) {
    let piece: Uint8Array | undefined;
    try {
      piece = reader && (await untilAborted(reader.read(), signal)).value;
    } catch (error) {
      return problem(isLate(error, signal) ? 'a body that did not end in time' : 'a cut body');
    }
    onPiece();
    if (!piece) break;
    const wrong = sink.push(piece.subarray(0, room));
    if (wrong !== undefined) return problem(wrong);
    room -= piece.byteLength;
    if (room < 0) return problem(`a body over ${bytesMax} bytes`, sink.end().text);
  }
  return sink.end();
}

interface Sink {
  /** Returns what is wrong, if nothing that follows can change that. */
  push(piece: Uint8Array): string | undefined;
  end(): Body;
}

function textSink(): Sink {
  // The two agree on valid UTF-8. Only the text is kept: a piece may hold on to a larger buffer.
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lenient = new TextDecoder();
  let isUtf8 = true;
  let text = '';
  const add = (piece?: Uint8Array): void => {
    const stream = piece !== undefined;
    text += lenient.decode(piece, { stream });
    try {
      if (isUtf8) strict.decode(piece, { stream });
    } catch {
      isUtf8 = false;
    }
  };
  return {
    push(piece) {
      add(piece);
      return undefined;
    },
    end() {
      add();
      try {
        if (isUtf8) return { text, json: JSON.parse(text) };
      } catch {}
      return { text, problem: notJson };
    },
  };
}

function sinkOf(long: LongJson<Entries>): Sink {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return {
    push(piece) {
      try {
        long.push(decoder.decode(piece, { stream: true }));
        return undefined;
      } catch (error) {
        return error instanceof RangeError ? 'a body with too long a part' : notJson;
      }
    },
    end() {
      try {
        long.push(decoder.decode());
        return { json: long.end() };
      } catch {
        return { problem: notJson };
      }
    },
  };
}

const notJson = 'a body that is no JSON';

export async function discard(response: Response): Promise<void> {
  // A broken body, or one that is being read, cannot be cancelled, and need not be.
  await response.body?.cancel().catch(() => undefined);
}
