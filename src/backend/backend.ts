import type { FetchHandler } from '../contract/fetch-handler.ts';
import { promoholderPaths } from '../upstream/promoholder/api.ts';
import { promosSeruPaths } from '../upstream/promos-seru/api.ts';
import { promoholderCalls, type PromoholderOptions } from './promoholder-calls.ts';
import { promosSeruCalls, type PromosSeruOptions } from './promos-seru-calls.ts';
import { jsonReply } from './replies.ts';

export type BackendOptions = PromosSeruOptions & PromoholderOptions;

interface Call {
  readonly method: 'GET' | 'POST';
  readonly answer: FetchHandler;
}

/**
 * The two vendors' APIs on a store: a client that was written for the real services works here
 * with only the host name changed. An error of the store is thrown.
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

  // A table and no router: a router answers HEAD by running GET, and a check uses a code up.
  return async (request) => {
    const call = calls.get(new URL(request.url).pathname);
    if (call === undefined) return jsonReply({ error: 'not found' }, 404);
    if (request.method !== call.method) {
      return jsonReply({ error: 'method not allowed' }, 405, { allow: call.method });
    }
    return call.answer(request);
  };
}
