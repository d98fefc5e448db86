import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { linesOfATurn } from '../../src/node/lines-of-a-turn.ts';

const module = new URL('../../src/node/lines-of-a-turn.ts', import.meta.url).href;

/** What a process writes that says two lines and then does this. */
function written(last: string): string {
  const program = `
    import { writeSync } from 'node:fs';
    import { linesOfATurn } from '${module}';
    const say = linesOfATurn((text) => writeSync(1, text));
    say('one\\n');
    say('two\\n');
    ${last}`;
  const options = ['--input-type=module', '--eval', program];
  return spawnSync(process.execPath, options, { encoding: 'utf8' }).stdout;
}

describe('linesOfATurn()', () => {
  it('writes those of one turn together, and those of the next by themselves', async () => {
    const texts: string[] = [];
    const say = linesOfATurn((text) => texts.push(text));
    say('one\n');
    say('two\n');
    await Promise.resolve();
    say('three\n');
    assert.deepEqual(texts, []);
    await nextTurn();
    assert.deepEqual(texts, ['one\ntwo\nthree\n']);
    say('four\n');
    await nextTurn();
    assert.deepEqual(texts, ['one\ntwo\nthree\n', 'four\n']);
  });

  it('writes what is there when the process ends, of itself or by a fault', () => {
    for (const end of ['', 'process.exit(1);', "throw new Error('a fault');"]) {
      assert.equal(written(end), 'one\ntwo\n', end);
    }
  });

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('exit');
    const say = linesOfATurn(() => {});
    say('one\n');
    await nextTurn();
    assert.equal(process.listenerCount('exit'), before);
  });
});
