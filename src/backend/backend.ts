import type { FetchHandler } from '../contract/fetch-handler.ts';
import { promoholderPaths } from '../upstream/promoholder/api.ts';
import { promosSeruPaths } from '../upstream/promos-seru/api.ts';
import { promoholderCalls, type PromoholderCallsOptions } from './promoholder-calls.ts';
import { promosSeruCalls, type PromosSeruCallsOptions } from './promos-seru-calls.ts';
import { jsonReply } from './replies.ts';

export type BackendOptions = PromosSeruCallsOptions & PromoholderCallsOptions;

interface Call {
  readonly method: 'GET' | 'POST';
  readonly answer: FetchHandler;
}

/**
 * The two vendors' APIs on a store: a client written for the real services works here with only
 * the host name changed. Throws what the store throws.
 */
export function createBackend(options: BackendOptions): FetchHandler {
  const codes = promoholderCalls(options);
  const contacts = promosSeruCalls(options);
  const calls: ReadonlyMap<string, Call> = new Map([
    [promoholderPaths.check, { method: 'GET', answer: codes.check }],
    [promoholderPaths.companies, { method: 'GET', answer: codes.companies }],
    [promoholderPaths.codes, { method: 'GET', answer: codes.codes }],
    [promosSeruPaths.token, { method: 'POST', answer: contacts.token }],
    [promosSeruPaths.contact, { method: 'POST', answer: contacts.contact }],
  ]);

  // A table and no router: routers answer HEAD by running GET, and a check uses a code up.
  return async (request) => {
    const call = calls.get(new URL(request.url).pathname);
    if (call === undefined) return jsonReply({ error: 'not found' }, 404);
    if (request.method !== call.method) {
      return jsonReply({ error: 'method not allowed' }, 405, { allow: call.method });
    }
    return call.answer(request);
  };
}
