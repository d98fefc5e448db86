import assert from 'node:assert/strict';
import type { Stage } from '../support/proxy/proxy-stage.ts';

/** A status, and the type of the problem if there is one. */
export type Expected = readonly [status: number, type?: string];

/**
 * What holds for every refusal: it follows the contract, reveals nothing of the program, leaves no
 * trace in the store and causes no call to the vendors.
 */
export async function assertRefused(
  stage: Stage,
  reply: Response,
  [status, type]: Expected,
  what: string,
): Promise<void> {
  const text = await reply.text();
  assert.equal(reply.status, status, `${what}: ${text}`);
  assert.equal(reply.headers.get('content-type'), 'application/problem+json', what);
  assert.equal(reply.headers.get('cache-control'), 'no-store', what);
  assert.equal(reply.headers.get('x-content-type-options'), 'nosniff', what);
  assert.partialDeepStrictEqual(JSON.parse(text), { status, ...(type && { type }) }, what);
  assertNoTrace(text, what);
  assert.deepEqual(stage.calls, [], what);
  // Refused origins and products are logged, for an owner who forgot to list one.
  const told = stage.logged.filter((line) => !/^(?:origin|product)\.refused /.test(line));
  assert.deepEqual(told, [], what);
  for (const table of ['leads', 'redemptions', 'idempotency_keys'] as const) {
    assert.deepEqual(await stage.store.selectFrom(table).selectAll().execute(), [], what);
  }
}

/** No position in our sources, no class of an error, no path of a file. */
export function assertNoTrace(text: string, what: string): void {
  assert.doesNotMatch(text, /\bat .+:\d+|Error\b|\.ts\b|node_modules|SQLITE|select .* from/, what);
}
