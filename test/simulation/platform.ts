import { createHash } from 'node:crypto';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Replaces the platform's clocks, randomness and threads by the simulation's, until the returned
 * function is called: timers are the scheduler's and random bytes the seed's. A digest is made at
 * once, because the moment at which a thread of the pool finishes cannot be repeated.
 */
export function takeOverPlatform(scheduler: Scheduler, random: Random): () => void {
  const replaced = [
    replace(AbortSignal, 'timeout', (ms: number) => {
      const controller = new AbortController();
      scheduler.after(ms, '', () => {
        controller.abort(timeUp);
      });
      return controller.signal;
    }),
    replace(globalThis, 'setTimeout', (run: () => void, ms: number) =>
      scheduler.after(ms, '', run),
    ),
    replace(globalThis, 'clearTimeout', (cancel: (() => void) | undefined) => cancel?.()),
    replace(crypto, 'getRandomValues', (bytes: Uint8Array) => {
      for (const index of bytes.keys()) bytes[index] = random.below(256);
      return bytes;
    }),
    replace(crypto, 'randomUUID', () => {
      const digits = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('');
      return digits.replace(/^(.{8})(....).(...).(...)/, '$1-$2-4$3-8$4-');
    }),
    replace(crypto.subtle, 'digest', async (_: string, bytes: Uint8Array) => {
      const digest = createHash('sha256').update(bytes).digest();
      return digest.buffer.slice(digest.byteOffset, digest.byteOffset + digest.byteLength);
    }),
  ];
  return () => {
    for (const putBack of replaced) putBack();
  };
}

/** One for all: making one each overflows the stack. */
const timeUp = new DOMException('The time was up', 'TimeoutError');

function replace(owner: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(owner, name, own);
    else Reflect.deleteProperty(owner, name);
  };
}
