import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { runInLanes, type Task } from '../support/runner/lanes.ts';

/** Tasks that end on request; `running` has those that have begun and not ended. */
class Stage {
  readonly running: Map<string, () => void> = new Map();
  readonly finished: Promise<void>;

  constructor(tasks: readonly Task[], lanes: number) {
    this.finished = runInLanes(tasks, lanes, async ({ name }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.running.set(name, resolve);
      await promise;
    });
  }

  get names(): readonly string[] {
    return [...this.running.keys()];
  }

  async end(name: string): Promise<readonly string[]> {
    this.running.get(name)?.();
    this.running.delete(name);
    await turn();
    return this.names;
  }
}

const named = (...names: readonly string[]): readonly Task[] => names.map((name) => ({ name }));

describe('runInLanes()', () => {
  it('runs as many tasks at once as there are lanes, in order', async () => {
    const stage = new Stage(named('a', 'b', 'c', 'd'), 2);
    assert.deepEqual(stage.names, ['a', 'b']);
    assert.deepEqual(await stage.end('b'), ['a', 'c']);
    assert.deepEqual(await stage.end('a'), ['c', 'd']);
    await stage.end('c');
    await stage.end('d');
    await stage.finished;
  });

  it('lets others go first while a task waits, and ignores a dependency that does not run', async () => {
    const stage = new Stage(
      [
        { name: 'build' },
        { name: 'pages', after: ['build', 'not chosen'] },
        ...named('node'),
        { name: 'package', after: ['build', 'node'] },
      ],
      2,
    );
    assert.deepEqual(stage.names, ['build', 'node']);
    assert.deepEqual(await stage.end('node'), ['build']);
    assert.deepEqual(await stage.end('build'), ['pages', 'package']);
    await stage.end('pages');
    await stage.end('package');
    await stage.finished;
  });

  it('fails if a task fails', async () => {
    const failure = new Error('Cannot run');
    await assert.rejects(
      runInLanes(named('a', 'b'), 2, () => Promise.reject(failure)),
      failure,
    );
  });
});
