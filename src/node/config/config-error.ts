/** One thing that is wrong with the configuration, in words for the person who wrote it. */
export interface ConfigProblem {
  /** Where it was set: `PORT`, `--port`, or the key in the file. */
  readonly source: string;
  readonly from: 'flag' | 'variable' | 'file';
  /** What is wrong and what to do; never the value of a secret. */
  readonly text: string;
}

/** The configuration cannot be used. All problems at once, so that one edit mends them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ source, text }) => `  ${source}: ${text}`);
    super(['Cannot use the configuration:', ...lines].join('\n'));
    this.problems = problems;
  }
}
