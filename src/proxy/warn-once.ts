import type { Log } from './log.ts';

/** Of one event it warns of a few things only: what strangers make up must not fill the log. */
const keysMax = 20;

/** Warns the owner of each thing once. */
export class WarnOnce {
  readonly #log: Log;
  readonly #warned = new Map<string, Set<string>>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** @param key - Which of several things the event is about; not logged. */
  warn(event: string, fields: Readonly<Record<string, unknown>>, key = ''): void {
    const keys = this.#warned.get(event) ?? new Set();
    if (keys.size >= keysMax || keys.has(key)) return;
    keys.add(key);
    this.#warned.set(event, keys);
    this.#log.warn(event, fields);
  }
}
