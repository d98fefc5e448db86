import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StatementCache } from '../../../src/store/dialects/statement-cache.ts';

/** A cache of nine characters, and the statements that it had to prepare. */
function keep(): { readonly kept: StatementCache<string>; readonly prepared: string[] } {
  const prepared: string[] = [];
  const prepare = (text: string): string => {
    if (text === 'bad') throw new Error('no statement');
    prepared.push(text);
    return text.toUpperCase();
  };
  return { kept: new StatementCache(prepare, 9), prepared };
}

describe('StatementCache', () => {
  it('prepares a statement once', () => {
    const { kept, prepared } = keep();
    assert.equal(kept.get('one'), 'ONE');
    assert.equal(kept.get('one'), 'ONE');
    assert.deepEqual(prepared, ['one']);
  });

  it('forgets the least recently used statement', () => {
    const { kept, prepared } = keep();
    for (const text of ['one', 'two', 'six', 'one', 'ten']) kept.get(text);
    prepared.length = 0;
    for (const text of ['six', 'one', 'ten']) kept.get(text);
    assert.deepEqual(prepared, []);
    kept.get('two');
    assert.deepEqual(prepared, ['two']);
  });

  it('forgets as many as a long statement needs room for, and keeps even one that is too long', () => {
    const { kept, prepared } = keep();
    for (const text of ['one', 'two', 'six', 'seventy']) kept.get(text);
    kept.get('seventy');
    assert.deepEqual(prepared, ['one', 'two', 'six', 'seventy']);
    kept.get('one hundred');
    prepared.length = 0;
    kept.get('one hundred');
    assert.deepEqual(prepared, []);
    kept.get('one');
    kept.get('one');
    assert.deepEqual(prepared, ['one']);
  });

  it('keeps no statement that cannot be prepared', () => {
    const { kept } = keep();
    assert.throws(() => kept.get('bad'), /no statement/);
    assert.throws(() => kept.get('bad'), /no statement/);
    for (const text of ['one', 'two', 'six']) kept.get(text);
    assert.equal(kept.get('one'), 'ONE');
  });
});
