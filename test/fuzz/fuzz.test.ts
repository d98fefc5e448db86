import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

describe('a parser that meets strangers', () => {
  for (const target of targets) {
    it(`fails as it promises, or not at all: ${target.name}`, async () => {
      // By count, so that every machine tries the same.
      const isOver = (count: number): boolean => count >= 256;
      const { crash } = await fuzz({ target, seed: 1, isOver });
      assert.equal(
        crash,
        undefined,
        crash && `${crash.input.toString('latin1')}: ${String(crash.error)}`,
      );
    });
  }

  it('is seen to fail where it does, with the input that did it', async () => {
    const target = {
      name: 'none',
      words: ['needle'],
      run: (input: Buffer) => assert.ok(!input.includes('needle')),
    };
    const { crash } = await fuzz({ target, seed: 1, isOver: () => false });
    assert.ok(crash?.input.includes('needle'));
  });
});
