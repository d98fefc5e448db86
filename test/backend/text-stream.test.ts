import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { textStream } from '../../src/backend/text-stream.ts';

describe('textStream()', () => {
  it('produces no more than is read, and ends when the reader stops', async () => {
    let made = 0;
    let isOver = false;
    async function* pieces(): AsyncGenerator<string, void> {
      try {
        for (;;) yield String((made += 1));
      } finally {
        isOver = true;
      }
    }
    const reader = textStream(pieces()).getReader();
    await reader.read();
    await reader.cancel();
    assert(isOver);
    assert(made <= 17, String(made));
  });

  it('reveals a failure only as the cause of its error', async () => {
    const failure = new Error('lead of +62 812 3456 789');
    async function* pieces(): AsyncGenerator<string, void> {
      yield 'a';
      throw failure;
    }
    await assert.rejects(new Response(textStream(pieces())).text(), (error: Error) => {
      assert.doesNotMatch(error.message, /812/);
      assert.equal(error.cause, failure);
      return true;
    });
  });
});
