/** For `npm start`: builds what a page loads if a source is newer. */
import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';

const sources = ['src/**/*.ts', 'demo/**/*', 'package-lock.json', 'package.json', '*.config.ts'];
const results = ['dist/demo/index.html', 'dist/cdn/sri.json', 'dist/custom-elements.json'];

const newestSource = Math.max(...globSync(sources).map(modifiedAt));
const oldestResult = Math.min(...results.map(modifiedAt));
if (newestSource > oldestResult) {
  process.stderr.write('building…\n');
  // The output of the build is not the output of the command that needs it.
  execFileSync('node', ['--run', 'build'], { stdio: ['ignore', 2, 2] });
}

/** 1970 for a missing file. */
function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
