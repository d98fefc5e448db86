import type { Log } from '../../src/proxy/log.ts';

/** For tests that look at nothing of it. */
export const silent: Log = { info() {}, warn() {}, error() {} };

/** A log that is kept: a line for each event, with its fields as JSON. */
export function keptLog(): { readonly log: Log; readonly logged: string[] } {
  const logged: string[] = [];
  const write = (event: string, fields?: object): void => {
    logged.push(`${event} ${JSON.stringify(fields, errorsAsText)}`);
  };
  return { log: { info: write, warn: write, error: write }, logged };
}

/** For `JSON.stringify()`, which finds no fields in an error. */
export function errorsAsText(_: string, value: unknown): unknown {
  return value instanceof Error ? `${value.name}: ${value.message}` : value;
}
