import { type Client, createClient } from '../client/client.ts';
import { createKey } from '../client/key.ts';
import { wait } from '../client/retries.ts';
import { dayMs } from '../contract/durations.ts';
import type { Answer } from './answers.ts';
import { type Drill, type DrillName, drills } from './drills.ts';

export interface DrillOptions {
  /** The delay before each answer; 0. */
  readonly delayMs?: number | undefined;
  /** How long the proxy asks to wait, in drills where it does; 30 s. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * A client without a server, for an element's property `client`: it shows one state, or one after
 * another, a call each, and stays with the last.
 *
 * It is the package's client with a stand-in for `fetch`. So verdicts are read and errors created
 * as with a proxy; only the pauses between attempts are left out.
 *
 * @throws {RangeError} for a name that is not in `drillNames`.
 */
export function createDrillClient(
  drill: DrillName | readonly [DrillName, ...DrillName[]],
  { delayMs = 0, retryAfterMs = 30_000 }: DrillOptions = {},
): Client {
  // A different one for each client, so that a form which keeps leads in the browser keeps those of
  // a drill apart, and never sends one to a proxy.
  const endpoint = `https://drill.invalid/${createKey()}/`;
  const clients = [drill].flat().map((name) => clientOf(name, endpoint, retryAfterMs));
  const next = async (signal: AbortSignal | undefined): Promise<Client> => {
    const client = (clients.length > 1 ? clients.shift() : clients[0]) as Client;
    await wait(delayMs, signal);
    return client;
  };
  return {
    endpoint,
    validate: async (code, options = {}) => (await next(options.signal)).validate(code, options),
    redeem: async (code, options) => (await next(options.signal)).redeem(code, options),
    submitLead: async (lead, options) => (await next(options.signal)).submitLead(lead, options),
  };
}

function clientOf(name: DrillName, endpoint: string, retryAfterMs: number): Client {
  if (!Object.hasOwn(drills, name)) throw new RangeError(`Cannot start drill: no “${name}”`);
  return createClient({
    endpoint,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      // Not the request's own signal: Node loses a timeout that only a request still refers to.
      const signal = init?.signal ?? request.signal;
      const body: unknown = await request.json();
      signal.throwIfAborted();
      return answerOf(drills[name], request.url)({ body, signal, retryAfterMs });
    },
    timeoutMs: name === 'timeout' ? 1 : dayMs,
    wait: () => Promise.resolve(),
  });
}

function answerOf(drill: Drill, url: string): Answer {
  if (url.endsWith('/validate')) return drill.validate as Answer;
  return (url.endsWith('/redeem') ? drill.redeem : drill.lead) as Answer;
}
