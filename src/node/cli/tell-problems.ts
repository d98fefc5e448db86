import { tell, type Terminal, visible } from './terminal.ts';

/** What is wrong with a line of a file. */
export interface LineProblem {
  readonly line: number;
  readonly problem: string;
}

const shownMax = 50;

/** Prints the first problems of a file, each with its line. */
export async function tellProblems(
  terminal: Terminal,
  path: string,
  problems: readonly LineProblem[],
): Promise<void> {
  for (const { line, problem } of problems.slice(0, shownMax)) {
    await tell(terminal, `${visible(path)}, line ${line}: ${visible(problem)}`);
  }
}
