import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { deliveryMutants } from './delivery-mutants.ts';
import { limitMutants } from './limit-mutants.ts';
import { mutate } from './mutant.ts';
import { redemptionMutants } from './redemption-mutants.ts';

const mutants = [...deliveryMutants, ...redemptionMutants, ...limitMutants];

describe('mutants', () => {
  it('each match the sources in one place', () => {
    for (const { edits } of mutants) {
      for (const edit of edits) mutate(readFileSync(edit.file, 'utf8'), edit);
    }
  });

  it('name tests that exist', () => {
    const missing = mutants.flatMap(({ tests }) => tests.filter((file) => !existsSync(file)));
    assert.deepEqual(missing, []);
    assert.ok(mutants.every(({ tests }) => tests.length > 0));
  });
});
