import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { folderOf, unitTests } from './apps.ts';

describe("An app's own tests, without a browser", () => {
  for (const environment of ['jsdom', 'happy-dom']) {
    it(`run in ${environment}, which does not support the elements`, () => {
      const cwd = folderOf(unitTests);
      const env = { ...process.env, NO_COLOR: '1' };
      const args = ['run', '--environment', environment];
      const vitest = join(cwd, 'node_modules/.bin/vitest');
      const output = execFileSync(vitest, args, { cwd, env, encoding: 'utf8' });
      assert.match(output, /Tests +1 passed/);
    });
  }
});
