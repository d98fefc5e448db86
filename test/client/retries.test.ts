import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { afterEach, describe, it } from 'node:test';
import { ClientError } from '../../src/client/error.ts';
import { createClient } from '../../src/client/index.ts';
import { wait, withRetries } from '../../src/client/retries.ts';

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('a client’s call', () => {
  it('leaves no listener on the signal that its request had', async () => {
    let signal: AbortSignal | null | undefined;
    const client = createClient({
      endpoint: 'https://proxy.example',
      fetch: async (_, init) => {
        signal = init?.signal;
        return Response.json({ status: 'unchecked' });
      },
    });
    await client.validate('A', { signal: new AbortController().signal });
    assert.ok(signal);
    assert.equal(listenersOf(signal), 0);
  });
});

describe('wait()', () => {
  it('leaves no listener on the caller’s signal', async () => {
    const { signal } = new AbortController();
    const waited = wait(1, signal);
    assert.equal(listenersOf(signal), 1);
    await waited;
    assert.equal(listenersOf(signal), 0);
  });
});

describe('withRetries()', () => {
  const { now } = performance;
  afterEach(() => {
    performance.now = now;
  });

  for (const [ms, attempts] of [
    [20_000, 2],
    [20_001, 1],
  ] as const) {
    it(`makes ${attempts} of two attempts if the first took ${ms} ms`, async () => {
      let atMs = 0;
      performance.now = () => atMs;
      let made = 0;
      const attempt = async (): Promise<void> => {
        made += 1;
        if (made === 2) return;
        atMs += ms;
        throw new ClientError('timeout');
      };
      const repeated = withRetries(attempt, () => Promise.resolve(), undefined);
      await repeated.catch((error: unknown) => assert.ok(error instanceof ClientError));
      assert.equal(made, attempts);
    });
  }
});
