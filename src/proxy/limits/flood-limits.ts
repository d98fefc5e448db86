import type { ChallengeAction } from '../../contract/challenge.ts';
import { ProblemError } from '../problem-reply.ts';
import { type Allowances, type Bucket, Buckets, type Digests } from './buckets.ts';
import { waitMs } from './gcra.ts';
import { cannotSolve, type ProofOfWork } from './proof-of-work.ts';
import type { Tallies, Tally } from './tallies.ts';
import type { Visit } from './visit.ts';

/**
 * Whether a request is one of too many for which no work was done: `rush` if they come from
 * everywhere, `flood` if they come from the visitor's own address or network.
 */
export type FloodLevel = 'normal' | 'rush' | 'flood';

/** How many of each kind are free, and how many there may be with proof of work. */
export type FloodAllowances = Readonly<Record<ChallengeAction, Allowances>>;

/**
 * An address may stand for thousands of phones of one carrier, each of which sends one lead and
 * tries one or two codes. So a crowd is free, and after it each request costs a moment of work.
 * Room comes back slowly, because a steady stream from one address, for hours, is not a crowd.
 */
const defaultAllowances: FloodAllowances = {
  lead: {
    address: { free: 1000, withProof: 5000, intervalMs: 30_000, hasHardLimit: true },
    subnet: { free: 3000, withProof: 15_000, intervalMs: 10_000, hasHardLimit: true },
    all: { free: 10_000, withProof: 10_000, intervalMs: 500, hasHardLimit: false },
  },
  'promo-code': {
    address: { free: 1000, withProof: 5000, intervalMs: 10_000, hasHardLimit: true },
    subnet: { free: 3000, withProof: 15_000, intervalMs: 3000, hasHardLimit: true },
    // Everybody tries a code that was on television.
    code: { free: 5000, withProof: 5000, intervalMs: 500, hasHardLimit: false },
    all: { free: 20_000, withProof: 20_000, intervalMs: 200, hasHardLimit: false },
  },
};

/** Above this part of what is free, a bucket is counted in the store. */
const inMemoryPart = 1 / 4;
/** Without a hard limit, one write for each such part of what is free will do. */
const writePart = 1 / 100;

export interface FloodLimitsOptions {
  readonly tallies: Tallies;
  readonly proofOfWork: ProofOfWork;
  readonly digests: Digests;
  readonly allowances?: FloodAllowances | undefined;
}

/** Limits how much comes in, whatever it says. */
export interface Floods {
  /** Counts a lead, which is never refused for good: at worst it is part of a flood. */
  admitLead(visit: Visit): Promise<FloodLevel>;
  /**
   * Counts a question about a code. Those of a lead are counted with it, by {@link admitLead}.
   * Throws `challenge-required` and `too-many-requests`.
   */
  admitQuestion(visit: Visit, code: string): Promise<void>;
}

export class FloodLimits implements Floods {
  readonly #options: FloodLimitsOptions;
  readonly #buckets: Readonly<Record<ChallengeAction, Buckets>>;

  constructor(options: FloodLimitsOptions) {
    this.#options = options;
    const { allowances = defaultAllowances } = options;
    const buckets = (action: ChallengeAction): Buckets =>
      new Buckets(options.digests, `flood of ${action}`, allowances[action]);
    this.#buckets = { lead: buckets('lead'), 'promo-code': buckets('promo-code') };
  }

  async admitLead(visit: Visit): Promise<FloodLevel> {
    const buckets = this.#buckets.lead.of(visit.client);
    const full = await this.#countFree(buckets);
    if (full.length === 0) return 'normal';
    if (cannotSolve(visit)) return full.some(({ hasHardLimit }) => hasHardLimit) ? 'flood' : 'rush';
    await this.#options.proofOfWork.requireProof(visit);
    return (await this.#countWithProof(buckets)) ? 'normal' : 'flood';
  }

  async admitQuestion(visit: Visit, code: string): Promise<void> {
    const buckets = this.#buckets['promo-code'].of(visit.client, code);
    const full = await this.#countFree(buckets);
    if (full.length === 0) return;
    await this.#options.proofOfWork.requireProof(visit);
    if (await this.#countWithProof(buckets)) return;
    const waits = (await this.#backlogs(buckets)).map(([bucket, backlogMs]) =>
      bucket.hasHardLimit ? waitMs({ ...bucket, burst: bucket.withProof }, backlogMs) : 0,
    );
    throw new ProblemError('too-many-requests', {
      detail: 'Too many promo codes are asked for from here. Wait before the next.',
      retryAfterSeconds: Math.max(1, Math.ceil(Math.max(...waits) / 1000)),
    });
  }

  /** Counts one if it is free in all buckets. Returns the buckets in which it is not. */
  async #countFree(buckets: readonly Bucket[]): Promise<readonly Bucket[]> {
    const full = (await this.#backlogs(buckets)).filter(
      ([bucket, backlogMs]) => waitMs({ ...bucket, burst: bucket.free }, backlogMs) > 0,
    );
    if (full.length > 0) return full.map(([bucket]) => bucket);
    const { tallies } = this.#options;
    const counted = await Promise.all(
      buckets.map((bucket) => tallies.count(tallyOf(bucket), bucket.free)),
    );
    // Another request may have taken the room in between.
    return buckets.filter((_, index) => counted[index] === false);
  }

  /** Counts one with proof of work; false if that is too many as well. */
  async #countWithProof(buckets: readonly Bucket[]): Promise<boolean> {
    const { tallies } = this.#options;
    const hard = buckets.filter(({ hasHardLimit }) => hasHardLimit);
    const counted = await Promise.all(
      hard.map((bucket) => tallies.count(tallyOf(bucket), bucket.withProof)),
    );
    return counted.every(Boolean);
  }

  async #backlogs(
    buckets: readonly Bucket[],
  ): Promise<readonly (readonly [bucket: Bucket, backlogMs: number])[]> {
    const backlogs = await this.#options.tallies.backlogs(buckets.map(tallyOf));
    return buckets.map((bucket, index) => [bucket, backlogs[index] ?? 0]);
  }
}

function tallyOf({ key, free, withProof, intervalMs, hasHardLimit }: Bucket): Tally {
  const writeEvery = hasHardLimit ? 1 : Math.max(1, Math.floor(free * writePart));
  return {
    key,
    intervalMs,
    inMemoryMax: Math.floor(free * inMemoryPart),
    writeEvery,
    burstMax: withProof,
  };
}
