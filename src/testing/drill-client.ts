import { type Client, createClient } from '../client/client.ts';
import { createKey } from '../client/key.ts';
import { wait } from '../client/retries.ts';
import type { Answer } from './answers.ts';
import { type Drill, type DrillName, drills } from './drills.ts';

const dayMs = 86_400_000;

export interface DrillOptions {
  /** Before each call is answered; 0. */
  readonly delayMs?: number | undefined;
  /** What the proxy asks to wait, in the drills where it does; 30 s. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * A client that reaches no server, for an element's property `client`: it shows one state, or
 * several one after the other, a call each and the last one for good.
 *
 * It is the client of the package over a stand-in for `fetch`. So a verdict is read and an error
 * made as they are with a proxy; only the pauses between attempts are left out.
 *
 * @throws {RangeError} for a name that is none of `drillNames`.
 */
export function createDrillClient(
  drill: DrillName | readonly [DrillName, ...DrillName[]],
  { delayMs = 0, retryAfterMs = 30_000 }: DrillOptions = {},
): Client {
  // One of its own for each, so that a form which keeps leads in the browser keeps those of a drill
  // apart, and never sends one to a proxy.
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
      // Not the request's own signal: Node loses a time-out that only a request still follows.
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
