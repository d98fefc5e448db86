import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { notSentCode } from '../../src/upstream/not-sent.ts';

describe('notSentCode()', () => {
  it('walks through the causes of an error', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' });
    const failed = new TypeError('fetch failed', { cause: new Error('y', { cause: refused }) });
    assert.equal(notSentCode(failed), 'ECONNREFUSED');
  });

  it('requires that every address of a host has failed', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    const reset = Object.assign(new Error('x'), { code: 'ECONNRESET' });
    const all = Object.assign(new AggregateError([refused, refused]), { code: 'ECONNREFUSED' });
    const one = Object.assign(new AggregateError([refused, reset]), { code: 'ECONNREFUSED' });
    assert.equal(notSentCode(all), 'ECONNREFUSED');
    assert.equal(notSentCode(one), undefined);
  });

  it('distinguishes a connection that was never made from one that broke', () => {
    for (const syscall of ['read', 'write', undefined]) {
      assert.equal(notSentCode({ code: 'ETIMEDOUT', syscall }), undefined);
    }
    assert.equal(notSentCode({ code: 'ETIMEDOUT', syscall: 'connect' }), 'ETIMEDOUT');
  });

  it('knows no code that is not on the list', () => {
    const circular: { cause?: unknown } = {};
    circular.cause = circular;
    const unknown = [
      { code: 'ECONNRESET' },
      { code: 'UND_ERR_SOCKET' },
      circular,
      null,
      'ECONNREFUSED',
    ];
    for (const error of unknown) assert.equal(notSentCode(error), undefined);
  });
});
