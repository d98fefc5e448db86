import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { spawnPromoLead } from '../support/command/spawn.ts';

const [needed = ''] = /\d+\.\d+$/.exec(manifest.engines.node) ?? [];

/** Makes this Node look like that version, and takes away SQLite, which came with 22.5. */
function nodeOptions(version: string): string {
  const code = `
    import { registerHooks } from 'node:module';
    const versions = { ...process.versions, node: '${version}' };
    Object.defineProperty(process, 'versions', { value: versions });
    registerHooks({
      resolve(name, context, next) {
        if (name === 'node:sqlite') throw new Error('No such built-in module: node:sqlite');
        return next(name, context);
      },
    });`;
  return `--import data:text/javascript,${encodeURIComponent(code)}`;
}

describe('the command on an older Node', () => {
  const [major = 0, minor = 0] = needed.split('.').map(Number);

  for (const version of [`${major}.${minor - 1}.9`, `${major - 2}.${minor + 4}.2`]) {
    it(`says on ${version} in one sentence which version it needs`, async () => {
      const NODE_OPTIONS = nodeOptions(version);
      const { ended, stdout, stderr } = spawnPromoLead(['--version'], { NODE_OPTIONS });
      assert.deepEqual([await ended, stdout()], [1, '']);
      const [said, ...more] = stderr().split('\n');
      assert.match(
        said ?? '',
        new RegExp(`^promo-lead: Needs Node ${needed} or later.*${version}`),
      );
      assert.deepEqual(more, ['']);
    });
  }

  it('is documented at the beginning of the README, and for a mounted server', () => {
    const readme = readFileSync('README.md', 'utf8');
    const [beginning = ''] = readme.split('\n## ');
    const [, mounted = ''] = readme.split('\n## In a server that you have\n');
    for (const text of [beginning, mounted.split('\n## ')[0] ?? '']) {
      assert.ok(text.includes(`Node ${needed} or later`), text);
    }
  });
});
