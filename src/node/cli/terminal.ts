import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../config/sources.ts';
import { codeOf, reasonOf } from '../system-error.ts';
import { CommandError } from './command-error.ts';

interface TerminalStream extends Writable {
  readonly isTTY?: boolean;
}

/** What a command reads and writes: the process's own, or a test's. */
export interface Terminal {
  /** Left out if nobody can be asked. */
  readonly stdin?: Readable & { readonly isTTY?: boolean };
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  readonly env: Environment;
}

/**
 * Nobody reads our output any more (`promo-lead leads list | head`): not an error, just the end.
 */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/**
 * Writes to standard output, and waits for a slow reader. Throws {@link OutputClosed}, or
 * {@link CommandError} if a reader would get only a part without knowing it.
 */
export async function write(stdout: Writable, text: string): Promise<void> {
  if (stdout.errored) throw outputError(stdout.errored);
  if (stdout.destroyed) throw new OutputClosed();
  if (stdout.write(text)) return;
  try {
    await once(stdout, 'drain');
  } catch (error) {
    throw outputError(error);
  }
}

function outputError(cause: unknown): Error {
  if (codeOf(cause) === 'EPIPE') return new OutputClosed();
  return new CommandError(`Cannot write the output: ${reasonOf(cause)}`, { cause });
}

/** Prints a note on standard error; it does not matter whether anybody reads it. */
export async function tell({ stderr }: Terminal, text: string): Promise<void> {
  try {
    await write(stderr, `${text}\n`);
  } catch {
    // The work goes on, and the exit code says how it ended.
  }
}

/**
 * Shows characters that could move the cursor, colour the terminal or change the direction of the
 * line as escapes: the text may come from a stranger.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return `\\u${codePoint.toString(16).padStart(4, '0')}`;
  });
}

/** Shows a running count on a terminal, and nothing elsewhere. */
export interface Progress {
  (count: number): void;
  end(): void;
}

export function createProgress({ stderr }: Terminal, what: string): Progress {
  let shownAt = 0;
  const show = (count: number): void => {
    const now = performance.now();
    if (!stderr.isTTY || now - shownAt < 100) return;
    shownAt = now;
    stderr.write(`\r${count.toLocaleString('en')} ${what}`);
  };
  const end = (): void => {
    // Back to the first column, and erase the line (ECMA-48, EL).
    if (shownAt > 0) stderr.write('\r\u001b[K');
  };
  return Object.assign(show, { end });
}
