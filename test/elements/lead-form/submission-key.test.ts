import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SubmissionKey } from '../../../src/elements/lead-form/submission-key.ts';

const lead = { first_name: 'A', last_name: 'B', phone: '12345678', product: 'x' };
const corrected = { ...lead, phone: '87654321' };

describe('SubmissionKey', () => {
  it('is one through retries, whatever the fields', () => {
    const key = new SubmissionKey();
    assert.equal(key.for(lead), key.for(lead));
    assert.equal(key.for(corrected), key.for(lead));
  });

  it('stays for the same fields after a final answer, and is new for others', () => {
    const key = new SubmissionKey();
    const first = key.for(lead);
    key.answered(lead);
    assert.equal(key.for(lead), first);
    const second = key.for(corrected);
    assert.notEqual(second, first);
    assert.equal(key.for(lead), second);
  });

  it('stays for the same fields that were sent later, or by a form that remembers more', () => {
    const key = new SubmissionKey();
    const first = key.for({ ...lead, signals: { elapsed_ms: 1 } });
    key.answered({ ...lead, signals: { elapsed_ms: 1 } });
    assert.equal(key.for({ ...lead, signals: { elapsed_ms: 2 }, attribution: {} }), first);
    assert.notEqual(key.for({ ...lead, extra: { city: 'Medan' } }), first);
  });
});
