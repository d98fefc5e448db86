import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { FetchHandler } from '../../src/contract/fetch-handler.ts';
import { exchange } from '../../src/upstream/exchange.ts';
import { UpstreamError } from '../../src/upstream/failure.ts';

/**
 * What holds for any handler. One table says what each fault of a vendor means, over real sockets:
 * `test/support/vendors/upstream-faults.ts`.
 */
describe('exchange()', () => {
  const url = 'http://vendor.test/?token=canary-token';

  it('reads no more of a large body than the limit', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
        // Large enough to show it, and no more: a reader without a limit must not fill the memory.
        if (sent >= 1024 * 1024) controller.close();
      },
    });
    const fetch: FetchHandler = () => Promise.resolve(new Response(body));
    const answer = await exchange({ upstream: 'vendor', fetch }, new Request(url));
    assert.equal(answer.json, undefined);
    assert.equal(answer.text?.length, 64 * 1024);
    assert.ok(sent <= 70 * 1024, `${sent} bytes`);
  });

  it('reads text that is not UTF-8, but no JSON from it', async () => {
    const fetch: FetchHandler = async () => new Response(Buffer.from('"für"', 'latin1'));
    const answer = await exchange({ upstream: 'vendor', fetch }, new Request(url));
    assert.deepEqual([answer.text, answer.json], ['"f\uFFFDr"', undefined]);
  });

  it('ends when the time is up, even if the handler does not listen', async () => {
    const deadline = new AbortController();
    const fetch: FetchHandler = () => {
      queueMicrotask(() => deadline.abort());
      return new Promise(() => undefined);
    };
    const request = new Request(url, { signal: deadline.signal });
    await assert.rejects(exchange({ upstream: 'vendor', fetch }, request), { failure: 'in_doubt' });
  });

  it('waits for a reply and each next piece of it only as long as allowed', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    let cancelled = 0;
    const stalled = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
      pull: never,
      cancel: () => void (cancelled += 1),
    });
    const waiting = { upstream: 'vendor', pieceTimeoutMs: 1 };
    const silent = exchange({ ...waiting, fetch: never }, new Request(url));
    await assert.rejects(silent, { failure: 'in_doubt', message: /no reply in time/ });
    const fetch: FetchHandler = async () => new Response(stalled);
    const answer = await exchange({ ...waiting, fetch }, new Request(url));
    assert.match(answer.unrecognised().message, /a body that did not end in time/);
    assert.equal(cancelled, 1);
  });

  it('waits as long as pieces arrive', async (context) => {
    // The test moves the time: on a busy machine a piece may be late.
    let pass = (): void => {};
    context.mock.method(AbortSignal, 'timeout', () => {
      const controller = new AbortController();
      pass = () => controller.abort();
      return controller.signal;
    });
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise(setImmediate);
          if (pieces > 0) pass();
          pieces += 1;
          controller.enqueue(new TextEncoder().encode(pieces < 10 ? ' ' : '{}'));
          if (pieces === 10) controller.close();
        },
      },
      // No piece exists before it is asked for.
      { highWaterMark: 0 },
    );
    const fetch: FetchHandler = async () => new Response(body);
    const options = { upstream: 'vendor', fetch, pieceTimeoutMs: 20 };
    assert.deepEqual((await exchange(options, new Request(url))).json, {});
    assert.equal(pieces, 10);
  });

  it('sends nothing when the time is up already', async () => {
    let calls = 0;
    const fetch: FetchHandler = async () => {
      calls += 1;
      return Response.json({});
    };
    const request = new Request(url, { signal: AbortSignal.abort() });
    await assert.rejects(exchange({ upstream: 'vendor', fetch }, request), { failure: 'not_sent' });
    assert.equal(calls, 0);
  });

  it('reveals nothing of the handler’s error', async () => {
    const fetch: FetchHandler = (request) => Promise.reject(new Error(`no ${request.url}`));
    try {
      await exchange({ upstream: 'vendor', fetch }, new Request(url));
      assert.fail('it answered');
    } catch (error) {
      assert(error instanceof UpstreamError);
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /canary|vendor\.test/);
    }
  });
});
