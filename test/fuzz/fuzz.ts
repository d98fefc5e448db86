import { seeded } from '../support/seeded.ts';
import { readCorpus } from './corpus.ts';
import type { Coverage } from './coverage.ts';
import { mutate } from './mutation.ts';
import type { Target } from './targets.ts';

/** Reading the coverage costs more than running an input, so many inputs share one reading. */
const batchSize = 256;

export interface FuzzOptions {
  readonly target: Target;
  readonly seed: number;
  /** Called after each batch with the count of inputs so far. */
  readonly isOver: (count: number) => boolean;
  /** Adds inputs that go further to the known ones; without it only the corpus is mutated. */
  readonly coverage?: Coverage;
}

export interface Crash {
  readonly input: Buffer;
  readonly error: unknown;
}

export interface Fuzzed {
  readonly count: number;
  /** Inputs that reached new code. */
  readonly found: readonly Buffer[];
  readonly crash?: Crash;
}

/** Tries the corpus, then mutations of it, until one makes the target fail. */
export async function fuzz({ target, seed, isOver, coverage }: FuzzOptions): Promise<Fuzzed> {
  const chance = seeded(seed);
  const words = target.words.map((word) => Buffer.from(word));
  const known = [...readCorpus(target.name)];
  const found: Buffer[] = [];
  let count = 0;
  const anyKnown = (): Buffer => known[chance.between(0, known.length - 1)] ?? Buffer.alloc(0);

  let batch: readonly Buffer[] = known.slice();
  for (;;) {
    const crash = await tryAll(target, batch);
    count += batch.length;
    if (crash) return { count, found, crash };
    const isFirst = count === batch.length;
    if (coverage && (await coverage.look(isFirst)) && !isFirst) {
      const further = await furthest(target, batch, coverage);
      known.push(...further);
      found.push(...further);
    }
    if (isOver(count)) return { count, found };
    batch = Array.from({ length: batchSize }, () => mutate(anyKnown(), anyKnown(), words, chance));
  }
}

/** The inputs of a batch that reached new code, found by bisection. */
async function furthest(
  target: Target,
  batch: readonly Buffer[],
  coverage: Coverage,
): Promise<readonly Buffer[]> {
  await tryAll(target, batch);
  if (!(await coverage.look(batch.length === 1))) return [];
  if (batch.length === 1) return batch;
  const half = batch.length >> 1;
  const first = await furthest(target, batch.slice(0, half), coverage);
  return [...first, ...(await furthest(target, batch.slice(half), coverage))];
}

async function tryAll({ run }: Target, inputs: readonly Buffer[]): Promise<Crash | undefined> {
  for (const input of inputs) {
    try {
      await run(input);
    } catch (error) {
      return { input, error };
    }
  }
  return undefined;
}
