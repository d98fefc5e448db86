import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { namesIn } from './named-tests.ts';

const map = 'test/elements/shared/form-control/web-platform-tests.md';

/** A suite is beside the map, the test file that runs it a folder above. */
function pathOf(file: string): string {
  const folder = dirname(map);
  return join(file.endsWith('.test.ts') ? dirname(folder) : folder, file);
}

describe(map, () => {
  it('names existing tests for each behaviour', () => {
    const behaviours = readFileSync(map, 'utf8').split(/^- /m).slice(1);
    assert.ok(behaviours.length > 30, String(behaviours.length));
    const missing = behaviours.flatMap((behaviour) => {
      const tests = [...behaviour.matchAll(/^ {2}`([^`]+\.ts)`: (.+)$/gm)];
      if (tests.length === 0) return [behaviour];
      return tests.flatMap(([line, file = '', name = '']) =>
        namesIn(pathOf(file)).includes(name) ? [] : [line],
      );
    });
    assert.deepEqual(missing, []);
  });
});
