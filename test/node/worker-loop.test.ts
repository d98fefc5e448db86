import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog } from '../../src/node/log/log.ts';
import { createWorkerLoop } from '../../src/node/worker-loop.ts';

const log = createLog({ level: 'silent' });
const hour = 3_600_000;

/** Counts looks, and lets a test wait for a given number of them. */
function looks(): { readonly look: () => void; readonly seen: (count: number) => Promise<void> } {
  let count = 0;
  const waiting = new Map<number, () => void>();
  return {
    look: () => {
      count += 1;
      waiting.get(count)?.();
    },
    seen: (wanted) =>
      new Promise((resolve) => {
        if (count >= wanted) resolve();
        else waiting.set(wanted, resolve);
      }),
  };
}

describe('createWorkerLoop()', () => {
  it('looks at the start, and when it is woken', async () => {
    const { look, seen } = looks();
    const worker = {
      runDue: async () => {
        look();
        return undefined;
      },
    };
    const loop = createWorkerLoop({ worker, now: Date.now, log, lookAgainMs: hour });
    loop.start();
    await seen(1);
    loop.wake();
    loop.wake();
    await seen(2);
    assert.equal(await loop.stop(1000), true);
  });

  it('looks when the next thing is due', async () => {
    const { look, seen } = looks();
    const worker = {
      runDue: async () => {
        look();
        return Date.now() + 30;
      },
    };
    const loop = createWorkerLoop({ worker, now: Date.now, log, lookAgainMs: hour });
    loop.start();
    await seen(3);
    await loop.stop(1000);
  });

  it('looks again for what other processes wrote', async () => {
    const { look, seen } = looks();
    const worker = {
      runDue: async () => {
        look();
        return undefined;
      },
    };
    const loop = createWorkerLoop({ worker, now: Date.now, log, lookAgainMs: 20 });
    loop.start();
    await seen(3);
    await loop.stop(1000);
  });

  it('looks again even if an earlier look is stuck', async () => {
    const { look, seen } = looks();
    const stuck = Promise.withResolvers<undefined>();
    const worker = {
      runDue: () => {
        look();
        return stuck.promise;
      },
    };
    const loop = createWorkerLoop({ worker, now: Date.now, log, lookAgainMs: 20 });
    loop.start();
    await seen(3);
    stuck.resolve(undefined);
    await loop.stop(1000);
  });

  it('looks for a new lead while an earlier look still runs, and after one failed', async () => {
    const { look, seen } = looks();
    let count = 0;
    const stuck = Promise.withResolvers<undefined>();
    const worker = {
      runDue: async () => {
        count += 1;
        look();
        if (count === 1) throw new Error('the store is locked');
        return stuck.promise;
      },
    };
    const loop = createWorkerLoop({ worker, now: Date.now, log, lookAgainMs: hour });
    loop.start();
    await seen(1);
    loop.wake();
    await seen(2);
    loop.wake();
    await seen(3);
    stuck.resolve(undefined);
    assert.equal(await loop.stop(1000), true);
  });

  it('waits for what runs when it stops, up to the deadline', async () => {
    const stuck = Promise.withResolvers<undefined>();
    const aborted = Promise.withResolvers<void>();
    const worker = {
      runDue: (signal: AbortSignal) => {
        signal.addEventListener('abort', () => aborted.resolve());
        return stuck.promise;
      },
    };
    const loop = createWorkerLoop({ worker, now: Date.now, log });
    loop.start();
    assert.equal(await loop.stop(30), false);
    await aborted.promise;
    const again = loop.stop(60_000);
    stuck.resolve(undefined);
    assert.equal(await again, true);
  });
});
