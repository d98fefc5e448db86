import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { namesIn } from './named-tests.ts';

interface Row {
  readonly title: string;
  /** File and name of the tests listed below it. */
  readonly tests: readonly (readonly [file: string, name: string])[];
}

const rows: readonly Row[] = readFileSync('SECURITY.md', 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((text) => ({
    title: text.slice(0, text.indexOf('\n')),
    tests: [...text.matchAll(/^- `([^`]+)`: (.+)$/gm)].map(([, file = '', name = '']) => [
      file,
      name,
    ]),
  }));

describe('SECURITY.md', () => {
  it('numbers its guarantees, and has S1 to S17 at least', () => {
    const ids = rows.map(({ title }) => /^S\d+(?=\. )/.exec(title)?.[0]);
    assert.deepEqual(
      ids,
      rows.map((_, index) => `S${index + 1}`),
    );
    assert.ok(ids.length >= 17);
  });

  it('names existing tests for each row', () => {
    const untested = rows.filter(({ tests }) => tests.length === 0).map(({ title }) => title);
    assert.deepEqual(untested, []);
    const missing = rows.flatMap(({ tests }) =>
      tests.filter(([file, name]) => !namesIn(file).includes(name)),
    );
    assert.deepEqual(missing, []);
  });
});
