import type { Log } from './log.ts';

/**
 * Warns the owner of each thing once. Of one event it warns of a few things only, because what
 * strangers make up must not fill the log.
 */
export class WarnOnce {
  readonly #log: Log;
  readonly #keysMax: number;
  readonly #warned = new Map<string, Set<string>>();

  constructor(log: Log, keysMax = 20) {
    this.#log = log;
    this.#keysMax = keysMax;
  }

  /** @param key - Which of several things the event is about; not logged. */
  warn(event: string, fields: Readonly<Record<string, unknown>>, key = ''): void {
    const keys = this.#warned.get(event) ?? new Set();
    if (keys.size >= this.#keysMax || keys.has(key)) return;
    keys.add(key);
    this.#warned.set(event, keys);
    this.#log.warn(event, fields);
  }
}
