import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { apps, folderOf } from './apps.ts';

const ownTools = resolve('node_modules/.bin');

describe('the types of the tags', () => {
  for (const app of apps) {
    const [program, ...args] = app.checker ?? [];
    if (program === undefined) continue;

    // `types/wrong.*` is told to expect an error on each wrong line, or names them itself.
    it(`fit what ${app.name} does with them, and no mistake`, async () => {
      const cwd = folderOf(app);
      const path = `${join(cwd, 'node_modules/.bin')}:${ownTools}:${process.env['PATH']}`;
      const found = await outputOf(program, args, { cwd, env: { ...process.env, PATH: path } });
      if (program !== 'svelte-check') return assert.equal(found, '');
      const errors = found.matchAll(/ ERROR "([^"]+)" (\d+):/g);
      const lines = readFileSync(join(cwd, 'types/wrong.svelte'), 'utf8').split('\n');
      const wrong = lines.flatMap((line, index) =>
        /^<(?:lead-form|promo-code-input)/.test(line) ? `types/wrong.svelte:${index + 1}` : [],
      );
      assert.deepEqual(
        Array.from(errors, ([, file, line]) => `${file}:${line}`),
        wrong,
      );
    });
  }
});

function outputOf(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  const { promise, resolve: settle } = Promise.withResolvers<string>();
  execFile(program, args, options, (error, stdout, stderr) => {
    settle(stdout || stderr || (error?.message ?? ''));
  });
  return promise;
}
