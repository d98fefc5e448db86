import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandError } from './command-error.ts';
import type { Terminal } from './terminal.ts';

/** Asks the person at the terminal, on standard error: standard output is for what comes of it. */
export interface Prompt extends Disposable {
  /** The answer, or `fallback` where there is none. Asks again while `refusal` has words for it. */
  ask(question: Question): Promise<string>;
}

export interface Question {
  readonly text: string;
  /** Shown, and taken for an empty answer. */
  readonly fallback?: string;
  /** Nothing of what is typed is shown. */
  readonly isSecret?: boolean;
  /** What is wrong with an answer, in words that follow "It"; undefined where nothing is. */
  readonly refusal?: (answer: string) => string | undefined;
}

/** What readline echoes to. */
class Screen extends Writable {
  isHidden = false;
  readonly #shown: Writable;

  constructor(shown: Writable) {
    super();
    this.#shown = shown;
  }

  /** Not by way of a queue: what is typed is shown, or not, by what is asked at this moment. */
  override write(chunk: string | Uint8Array): boolean {
    return this.isHidden || this.#shown.write(chunk);
  }
}

/** Undefined where nobody sits at a terminal. */
export function createPrompt({ stdin, stderr }: Terminal): Prompt | undefined {
  if (!stdin?.isTTY) return undefined;
  const output = new Screen(stderr);
  const lines = createInterface({ input: stdin, output, terminal: true });
  // What is typed ahead is kept for the next question.
  const answers = lines[Symbol.asyncIterator]();

  async function read(text: string, isSecret: boolean): Promise<string> {
    stderr.write(text);
    output.isHidden = isSecret;
    // What readline shows again, it takes for the beginning of its line.
    lines.setPrompt(isSecret ? '' : text);
    const { value, done } = await answers.next();
    output.isHidden = false;
    if (isSecret) stderr.write('\n');
    if (done === true) throw new CommandError('Cannot go on: there was no answer');
    return value.trim();
  }

  return {
    async ask({ text, fallback = '', isSecret = false, refusal = () => undefined }) {
      const shown = fallback === '' ? `${text}: ` : `${text} [${fallback}]: `;
      for (;;) {
        const answer = (await read(shown, isSecret)) || fallback;
        const wrong = refusal(answer);
        if (wrong === undefined) return answer;
        stderr.write(`  It ${wrong}\n`);
      }
    },
    [Symbol.dispose]: () => lines.close(),
  };
}
