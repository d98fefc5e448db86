/**
 * Passes the lines of one turn of the event loop on together: written one by one, each is a call of
 * the system, a twentieth of what a lead costs (`bench/README.md`). What is there when the process
 * ends is passed on then.
 */
export function linesOfATurn(write: (text: string) => void): (line: string) => void {
  let lines = '';
  const pass = (): void => {
    process.off('exit', pass);
    const text = lines;
    lines = '';
    if (text !== '') write(text);
  };
  return (line) => {
    if (lines === '') {
      process.once('exit', pass);
      setImmediate(pass);
    }
    lines += line;
  };
}
