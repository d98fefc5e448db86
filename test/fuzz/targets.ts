import { replyTargets } from './reply-targets.ts';
import { requestTargets } from './request-targets.ts';
import { textTargets } from './text-targets.ts';

/** A parser that meets strangers, with what must hold whatever it reads. */
export interface Target {
  /** Of its corpus as well. */
  readonly name: string;
  /** What means something to it. */
  readonly words: readonly string[];
  /** Throws where the parser fails in a way that it does not promise. */
  readonly run: (input: Buffer) => void | Promise<void>;
}

export const targets: readonly Target[] = [...requestTargets, ...replyTargets, ...textTargets];
