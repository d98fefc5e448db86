import { replyTargets } from './reply-targets.ts';
import { requestTargets } from './request-targets.ts';
import { textTargets } from './text-targets.ts';

/** A parser of untrusted input, and what must hold whatever it reads. */
export interface Target {
  /** Also the name of its corpus. */
  readonly name: string;
  /** Texts with a meaning for the parser. */
  readonly words: readonly string[];
  /** Throws if the parser fails in a way that it does not promise. */
  readonly run: (input: Buffer) => void | Promise<void>;
}

export const targets: readonly Target[] = [...requestTargets, ...replyTargets, ...textTargets];
