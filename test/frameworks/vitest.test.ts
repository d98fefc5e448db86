import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { folderOf, unitTests } from './apps.ts';

describe("An app's own tests, without a browser", () => {
  for (const environment of ['jsdom', 'happy-dom']) {
    it(`go on in ${environment}, which cannot have the elements`, () => {
      const env = { ...process.env, NO_COLOR: '1' };
      const args = ['vitest', 'run', '--environment', environment];
      const output = execFileSync('npx', args, { cwd: folderOf(unitTests), env, encoding: 'utf8' });
      assert.match(output, /Tests +1 passed/);
    });
  }
});
