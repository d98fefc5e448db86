import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FetchHandler } from '../../contract/fetch-handler.ts';
import type { UseLedger } from '../../upstream/code-list/api.ts';
import { type Failure, UpstreamError } from '../../upstream/failure.ts';
import type { ContactUpstream, PromoCodeUpstream } from '../../upstream/ports.ts';
import { untilAborted } from '../../upstream/until-aborted.ts';
import { ConfigError } from '../config/config-error.ts';
import { messageOf } from '../system-error.ts';
import { readersOf } from './module-answers.ts';

/** What the owner's module is given: `export function contacts({ fetch }) { … }`. */
export interface AdapterTools {
  /** The network as this package's adapters use it: one connection per call, no redirects. */
  readonly fetch: FetchHandler;
  /** Counts uses of promo codes in our store. */
  readonly ledger: UseLedger;
  /** ms since 1970. */
  readonly now: () => number;
}

interface Ports {
  readonly contacts: ContactUpstream;
  readonly promoCodes: PromoCodeUpstream;
}

const methodsOf: Readonly<Record<keyof Ports, readonly string[]>> = {
  contacts: ['authenticate', 'create'],
  promoCodes: ['companies', 'list', 'redeem'],
};

/**
 * Loads the owner's module and lets it make its adapter.
 *
 * @throws {ConfigError} that says what is wrong with it.
 */
export async function loadAdapter<Port extends keyof Ports>(
  port: Port,
  path: string,
  tools: AdapterTools,
): Promise<Ports[Port]> {
  const problem = (text: string): ConfigError =>
    new ConfigError([{ source: `"adapters.${port}" in the file`, from: 'file', text }]);
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(path).href)) as typeof module;
  } catch (error) {
    throw problem(`${path} cannot be loaded: ${firstLineOf(error)}.`);
  }
  const make = module[port];
  if (typeof make !== 'function') {
    throw problem(`${path} must export a function "${port}", and exports none of that name.`);
  }
  let adapter: unknown;
  try {
    adapter = await (make as (given: AdapterTools) => unknown)(tools);
  } catch (error) {
    throw problem(`${path} cannot make its adapter: ${firstLineOf(error)}.`);
  }
  const missing = methodsOf[port].filter((name) => !hasMethod(adapter, name));
  if (missing.length > 0) {
    const names = missing.map((name) => `${name}()`).join(', ');
    throw problem(`${path}: what "${port}" gives must have ${names} (see promo-lead/upstream).`);
  }
  return guard(adapter as Ports[Port], methodsOf[port], basename(path));
}

function firstLineOf(error: unknown): string {
  return messageOf(error).split('\n', 1).join('');
}

function hasMethod(adapter: unknown, name: string): adapter is Record<string, Method> {
  return (
    typeof adapter === 'object' &&
    adapter !== null &&
    typeof Reflect.get(adapter, name) === 'function'
  );
}

type Method = (...given: unknown[]) => Promise<unknown>;

/** How long a module that listens to the signal may take: it knows better what was sent. */
const graceMs = 1000;

const failures: readonly Failure[] = ['not_sent', 'busy', 'auth', 'setup', 'in_doubt'];

/**
 * The module may use another copy of this package, whose `UpstreamError` is another class. What
 * throws synchronously rejects like all the rest. A call that does not end when its signal (the
 * last argument) is aborted must not hold up the leads behind it. And an answer that the port does
 * not allow counts as none.
 */
function guard<T>(adapter: T, methods: readonly string[], module: string): T {
  const readers = readersOf(module);
  const guarded = methods.map((name): [string, Method] => [
    name,
    async (...given) => {
      try {
        const call = (Reflect.get(Object(adapter), name) as Method).apply(adapter, given);
        const answer = await untilLate(Promise.resolve(call), given.at(-1) as AbortSignal);
        return readers[name] ? readers[name](answer, given) : answer;
      } catch (error) {
        throw ours(error);
      }
    },
  ]);
  return Object.fromEntries(guarded) as T;
}

async function untilLate<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => {
      late.abort(new UpstreamError('in_doubt', 'The module did not end when its time was up'));
    }, graceMs);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await untilAborted(work, late.signal);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}

function ours(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UpstreamError) return error;
  const { failure, retryAfterMs } = error as Partial<UpstreamError>;
  const known = failures.find((each) => each === failure);
  if (error.name !== 'UpstreamError' || known === undefined) return error;
  const wait = typeof retryAfterMs === 'number' ? { retryAfterMs } : {};
  return new UpstreamError(known, error.message, wait);
}
