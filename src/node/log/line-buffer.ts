export interface LineBuffer {
  write(line: string): void;
  /** Writes what waits for the end of the turn. */
  flush(): void;
}

/**
 * Writes the first line of a turn of the event loop at once, and what follows it together when the
 * turn is over: one by one, each is a call of the system, a twentieth of what a lead costs
 * (`bench/README.md`). What waits when the process ends is written then.
 */
export function createLineBuffer(write: (text: string) => void): LineBuffer {
  let isTurnOver = true;
  let lines = '';
  const flush = (): void => {
    const text = lines;
    lines = '';
    if (text !== '') write(text);
  };
  const end = (): void => {
    process.off('exit', flush);
    isTurnOver = true;
    flush();
  };
  return {
    write(line) {
      if (!isTurnOver) {
        lines += line;
        return;
      }
      isTurnOver = false;
      process.once('exit', flush);
      setImmediate(end);
      write(line);
    },
    flush,
  };
}
