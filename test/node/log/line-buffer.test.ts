import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLineBuffer } from '../../../src/node/log/line-buffer.ts';

const module = new URL('../../../src/node/log/line-buffer.ts', import.meta.url).href;

/** The output of a process that writes two lines and then does this. */
function written(last: string): string {
  const program = `
    import { writeSync } from 'node:fs';
    import { createLineBuffer } from '${module}';
    const lines = createLineBuffer((text) => writeSync(1, text));
    for (const line of ['one\\n', 'two\\n']) lines.write(line);
    ${last}`;
  const options = ['--input-type=module', '--eval', program];
  return spawnSync(process.execPath, options, { encoding: 'utf8' }).stdout;
}

describe('createLineBuffer()', () => {
  it('writes the first line of a turn at once, and the others together at its end', async () => {
    const texts: string[] = [];
    const lines = createLineBuffer((text) => texts.push(text));
    for (const line of ['one\n', 'two\n']) lines.write(line);
    await Promise.resolve();
    lines.write('three\n');
    assert.deepEqual(texts, ['one\n']);
    await nextTurn();
    assert.deepEqual(texts, ['one\n', 'two\nthree\n']);
    lines.write('four\n');
    await nextTurn();
    assert.deepEqual(texts, ['one\n', 'two\nthree\n', 'four\n']);
  });

  it('writes what waits when flushed, once', async () => {
    const texts: string[] = [];
    const lines = createLineBuffer((text) => texts.push(text));
    for (const line of ['one\n', 'two\n']) lines.write(line);
    lines.flush();
    assert.deepEqual(texts, ['one\n', 'two\n']);
    await nextTurn();
    assert.deepEqual(texts, ['one\n', 'two\n']);
  });

  it('writes what waits when the process ends, normally or by an error', () => {
    for (const end of ['', 'process.exit(1);', "throw new Error('a fault');"]) {
      assert.equal(written(end), 'one\ntwo\n', end);
    }
  });

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('exit');
    const lines = createLineBuffer(() => {});
    for (const line of ['one\n', 'two\n']) lines.write(line);
    await nextTurn();
    assert.equal(process.listenerCount('exit'), before);
  });
});
