import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import { moduleUse, projectFiles, type TextFile } from './source.ts';

const linesMax = 300;
const columnsMax = 100;

const modules = projectFiles('{src,test,demo,bench,scripts}/**/*.ts', '*.ts');
const sources = modules.filter(({ path }) => path.startsWith('src/'));
const tests = modules.filter(({ path }) => path.endsWith('.test.ts'));
const written = projectFiles(
  '{src,test,demo,bench,scripts,.ci}/**/*.{ts,css,html,md,json}',
  '.ci/*',
  '*.{ts,md}',
  'package.json',
);
// This file has the patterns themselves.
const elsewhere = written.filter(({ path }) => path !== 'test/frame/style.test.ts');

describe('style', () => {
  it(`keeps files under ${linesMax} lines`, () => {
    const long = modules.filter(({ text }) => text.split('\n').length > linesMax + 1);
    assert.deepEqual(pathsOf(long), []);
  });

  it(`keeps lines under ${columnsMax} columns`, () => {
    // The formatter keeps code within them; what is left is prose. Names of tests and translated
    // sentences stay on one line.
    const prose = modules.filter(
      ({ path }) => !/^(?:test|src\/elements\/locales|src\/console\/texts)\//.test(path),
    );
    assert.deepEqual(linesWith(prose, new RegExp(`^.{${columnsMax + 1},}$`, 'u')), []);
  });

  it('names a file by what it holds', () => {
    const vague = /^(utils?|helpers?|commons?|misc|types?|lib)\./;
    assert.deepEqual(pathsOf(modules.filter(({ path }) => vague.test(basename(path)))), []);
  });

  it('begins every transaction where conflicts are handled', () => {
    const others = sources.filter(({ path }) => path !== 'src/store/store.ts');
    assert.deepEqual(linesWith(others, /\.(?:transaction|startTransaction)\(\)/), []);
  });

  it('writes every pattern as a literal, which the linter checks for backtracking', () => {
    assert.deepEqual(linesWith(sources, /\bRegExp\(/), []);
    // Disabling a rule would mean to vouch for a pattern; none needs that so far.
    assert.deepEqual(linesWith(sources, /(?:ox|es)lint-disable.*\bregexp\//), []);
  });

  it('binds every value in SQL', () => {
    assert.deepEqual(linesWith(sources, /\bsql\.(?:raw|id)\(/), []);
  });

  it('makes no markup from text', () => {
    const makers =
      /unsafe(?:HTML|SVG|Static)|(?:inner|outer)HTML|insertAdjacentHTML|document\.write/;
    assert.deepEqual(linesWith(sources, makers), []);
  });

  it('normalises only where piles of marks are handled, which would take long', () => {
    const others = sources.filter(({ path }) => path !== 'src/contract/text.ts');
    assert.deepEqual(linesWith(others, /\.normalize\(/), []);
  });

  it('exports by name', () => {
    assert.deepEqual(pathsOf(sources.filter((file) => moduleUse(file).exportsDefault)), []);
  });

  it('skips no test', () => {
    const pattern = /\b(?:describe|it|test|suite)\.(?:only|skip|todo)\b|\bx(?:it|describe)\(/;
    assert.deepEqual(linesWith(tests, pattern), []);
  });

  it('states facts in test names', () => {
    assert.deepEqual(linesWith(tests, /\b(?:it|test)\(\s*['"`][^'"`]*\bshould\b/), []);
  });

  it('leaves no work for later in a comment', () => {
    assert.deepEqual(linesWith(elsewhere, /\b(?:TODO|FIXME|XXX)\b/), []);
  });

  it('speaks of the project alone', () => {
    const machine = /(?:^|[^\w.~*-])\/(?:work|tmp|root|home|farm)\//;
    const workshop = /\bshared\/(?:spec|style|research|upstream-docs|hooks)\b|\bbefore-stop\b/;
    const registry = /registry\.npmjs|deb\.debian|npm-registry/;
    for (const pattern of [machine, workshop, registry]) {
      assert.deepEqual(linesWith(elsewhere, pattern), []);
    }
  });
});

function pathsOf(files: readonly TextFile[]): readonly string[] {
  return files.map(({ path }) => path);
}

/** `path:line` of each line that matches. */
function linesWith(files: readonly TextFile[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? `${path}:${index + 1}` : [])),
  );
}
