import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTally, settle } from '../support/runner/tally.ts';

const closing = 'ℹ tests 9\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1\n';

describe('readTally()', () => {
  it('counts a cancelled test as failed and a todo as skipped', () => {
    assert.deepEqual(readTally(closing), { passed: 5, failed: 2, skipped: 2 });
  });

  it('has no count of a run that died', () => {
    assert.equal(readTally('✔ one (1 ms)\n'), undefined);
  });
});

describe('settle()', () => {
  const green = { passed: 5, failed: 0, skipped: 0 };

  it('fails a green run that exits with an error', () => {
    assert.equal(settle(green, false).failed, 1);
  });

  it('fails a run without a test', () => {
    assert.equal(settle({ passed: 0, failed: 0, skipped: 0 }, true).failed, 1);
  });

  it('fails a run without a count', () => {
    assert.equal(settle(undefined, true).failed, 1);
  });

  it('leaves a green run as it is', () => {
    assert.deepEqual(settle(green, true), green);
  });
});
