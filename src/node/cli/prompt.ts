import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandError } from './command-error.ts';
import type { Terminal } from './terminal.ts';

/** Asks the person at the terminal, on standard error: standard output is for results. */
export interface Prompt extends Disposable {
  /**
   * Resolves to the answer, or `fallback` if it is empty. Asks again while `refusal` returns a
   * text.
   */
  ask(question: Question): Promise<string>;
}

export interface Question {
  readonly text: string;
  /** Shown, and used for an empty answer. */
  readonly fallback?: string;
  /** Nothing of what is typed is shown. */
  readonly isSecret?: boolean;
  /** What is wrong with an answer, in words that follow "It"; undefined if it is right. */
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

  /** Not queued: whether typed text is shown depends on the question asked at this moment. */
  override write(chunk: string | Uint8Array): boolean {
    return this.isHidden || this.#shown.write(chunk);
  }
}

/** Undefined if there is no terminal. */
export function createPrompt({ stdin, stderr }: Terminal): Prompt | undefined {
  if (!stdin?.isTTY) return undefined;
  const output = new Screen(stderr);
  const lines = createInterface({ input: stdin, output, terminal: true });
  // What is typed ahead is kept for the next question.
  const answers = lines[Symbol.asyncIterator]();

  async function read(text: string, isSecret: boolean): Promise<string> {
    stderr.write(text);
    output.isHidden = isSecret;
    // Readline takes what it shows again for the beginning of its line.
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
