import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { persist, type PersistOptions } from '../../../src/proxy/outbox/persist.ts';
import { StoreError } from '../../../src/store/index.ts';

/** A clock that moves only while somebody waits. */
function patience(): PersistOptions {
  let now = 0;
  const silent = (): void => {};
  return {
    now: () => now,
    wait: async (ms) => void (now += ms),
    log: { info: silent, warn: silent, error: silent },
  };
}

/** A write that the database refuses this many times. */
function refused(times: number, error: Error = new StoreError('unavailable', 'away')) {
  const write = async (): Promise<number> => {
    write.attempts += 1;
    if (write.attempts <= times) throw error;
    return write.attempts;
  };
  write.attempts = 0;
  return write;
}

describe('persist()', () => {
  it('writes when the database is back', async () => {
    assert.equal(await persist(patience(), 60_000, refused(10)), 11);
  });

  it('gives up before the lease ends, when the row is another’s to settle', async () => {
    const options = patience();
    const write = refused(Infinity);
    await assert.rejects(persist(options, 60_000, write), StoreError);
    assert(options.now() > 57_000 && options.now() < 60_000);
  });

  it('repeats no write that fails for another reason', async () => {
    const write = refused(1, new TypeError('a bug'));
    await assert.rejects(persist(patience(), 60_000, write), TypeError);
    assert.equal(write.attempts, 1);
  });
});
