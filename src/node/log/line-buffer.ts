export interface LineBuffer {
  write(line: string): void;
  /** Writes now what waits for the end of the turn. */
  flush(): void;
}

/**
 * Writes the first line of a turn of the event loop at once, and the others together when the turn
 * ends: each write is a system call, a twentieth of what a lead costs (`bench/README.md`). What
 * waits when the process exits is written then.
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
