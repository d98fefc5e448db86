import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fuzz } from './fuzz.ts';
import { targets } from './targets.ts';

describe('a parser of untrusted input', () => {
  for (const target of targets) {
    it(`fails only as it promises: ${target.name}`, async () => {
      // Limited by count, so that every machine tries the same.
      const isOver = (count: number): boolean => count >= 256;
      const { crash } = await fuzz({ target, seed: 1, isOver });
      assert.equal(
        crash,
        undefined,
        crash && `${crash.input.toString('latin1')}: ${String(crash.error)}`,
      );
    });
  }

  it('is reported if it fails, with the input', async () => {
    const target = {
      name: 'none',
      words: ['needle'],
      run: (input: Buffer) => assert.ok(!input.includes('needle')),
    };
    const { crash } = await fuzz({ target, seed: 1, isOver: () => false });
    assert.ok(crash?.input.includes('needle'));
  });
});
