/**
 * `run.ts [--seed N] [--runs N] [--steps N]`: in each run a visitor does anything, in a whole
 * browser, while the network and the server come and go. The seed decides what is done, not how
 * long it takes, so a failure may need a few runs to come again.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseArgs } from 'node:util';
import { roam } from './roam.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 10_000)) },
    runs: { type: 'string', default: '1' },
    steps: { type: 'string', default: '200' },
  },
});
const seeds = Array.from({ length: Number(values.runs) }, (_, run) => Number(values.seed) + run);

void describe('A visitor who does anything', () => {
  for (const seed of seeds) {
    void it(`loses no lead, and sends none twice: seed ${seed}`, async (test) => {
      const { wrong, story, leads } = await roam(seed, Number(values.steps));
      test.diagnostic(`${leads} leads`);
      assert.deepEqual(wrong, [], story.join('\n'));
    });
  }
});
