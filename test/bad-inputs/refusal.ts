import assert from 'node:assert/strict';
import type { Stage } from '../support/proxy/proxy-stage.ts';

/** A status, and the type of the problem where there is one. */
export type Expected = readonly [status: number, type?: string];

/**
 * What holds for every refusal: it says so in the way of the contract, tells nothing of the program,
 * leaves no trace in the store and costs the vendors no call.
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
  // An owner who forgot a page, or what it sells, has to learn of it.
  const told = stage.logged.filter((line) => !/^(?:origin|product)\.refused /.test(line));
  assert.deepEqual(told, [], what);
  for (const table of ['leads', 'redemptions', 'idempotency_keys'] as const) {
    assert.deepEqual(await stage.store.selectFrom(table).selectAll().execute(), [], what);
  }
}

/** No place in our sources, no words of an error's class, no address of a file. */
export function assertNoTrace(text: string, what: string): void {
  assert.doesNotMatch(text, /\bat .+:\d+|Error\b|\.ts\b|node_modules|SQLITE|select .* from/, what);
}
