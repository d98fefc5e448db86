import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { preview } from '../../src/upstream/preview.ts';

const now = Date.parse('2026-06-15T12:00:00Z');
const code = {
  code: 'Spring',
  usesLeft: null,
  timezone: 'Asia/Jakarta',
  startsAt: null,
  endsAt: null,
  active: true,
};

describe('preview()', () => {
  it('returns the spelling of the list and the end as an instant', () => {
    assert.deepEqual(preview(code, now), { status: 'valid', code: 'Spring' });
    assert.deepEqual(preview({ ...code, endsAt: '2026-06-30 23:59:59' }, now), {
      status: 'valid',
      code: 'Spring',
      ends_at: '2026-06-30T16:59:59.000Z',
    });
  });

  it('recognises a code that is not listed, and one that is refused', () => {
    assert.deepEqual(preview(undefined, now), { status: 'invalid', reason: 'unknown' });
    const used = preview({ ...code, usesLeft: 0 }, now);
    assert.deepEqual(used, { status: 'invalid', reason: 'exhausted' });
  });
});
