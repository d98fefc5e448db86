/** A task for a lane. */
export interface Task {
  readonly name: string;
  /** The tasks that must have ended before. */
  readonly after?: readonly string[];
}

/**
 * Runs tasks in order, as many at once as there are lanes. A task that has to wait for another lets
 * those behind it go first. A dependency that is not among the tasks is ignored.
 */
export async function runInLanes<T extends Task>(
  tasks: readonly T[],
  lanes: number,
  run: (task: T) => Promise<void>,
): Promise<void> {
  const waiting = [...tasks];
  const unfinished = new Set(tasks.map(({ name }) => name));
  let ended = Promise.withResolvers<void>();
  const lane = async (): Promise<void> => {
    while (waiting.length > 0) {
      const next = waiting.findIndex(
        ({ after = [] }) => !after.some((name) => unfinished.has(name)),
      );
      const [task] = next === -1 ? [] : waiting.splice(next, 1);
      if (task === undefined) {
        await ended.promise;
      } else {
        await run(task);
        unfinished.delete(task.name);
        ended.resolve();
        ended = Promise.withResolvers();
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
