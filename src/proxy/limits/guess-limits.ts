import { codeKey } from '../../contract/code.ts';
import type { RedeemVerdict, Verdict } from '../../contract/promo-code.ts';
import { ProblemError } from '../problem-reply.ts';
import type { BatchedReads } from './batched-reads.ts';
import { type Allowances, type Bucket, Buckets, type Digests } from './buckets.ts';
import { longestBacklogMs, plausibleBacklogMs, waitMs } from './gcra.ts';
import { InFlight, type Permit } from './in-flight.ts';
import { PerAddressQueue } from './per-address-queue.ts';
import type { ProofOfWork } from './proof-of-work.ts';
import type { Rates } from './rates.ts';
import type { Visit } from './visit.ts';

/** An answer with the verdict on a promo code. */
interface Judgement {
  readonly verdict: Verdict | RedeemVerdict;
  readonly isUnlisted?: boolean;
}

/** What a code is counted by: company and code, whatever its case. */
export function bucketNameOf(code: string, company: string | undefined): string {
  return `${company ?? ''}\n${codeKey(code)}`;
}

/** A check waits for a list that is at hand, a redemption for the vendor. */
export type GuessKind = 'check' | 'redemption';

interface GuessQueue {
  /** In which the guesses of one address read the counts and begin, one after the other. */
  readonly beginning: PerAddressQueue;
  readonly inFlight: InFlight;
}

/** Decides which guesses at promo codes get an answer. */
export interface Guesses {
  /**
   * Returns what `judge` does. Throws `challenge-required` if work has to be done for it first, and
   * `too-many-requests` if the visitor has to wait.
   */
  guess<T extends Judgement>(
    visit: Visit,
    code: string,
    judge: () => Promise<T>,
    kind?: GuessKind,
  ): Promise<T>;
}

const allowances: Allowances = {
  address: { free: 10, withProof: 30, intervalMs: 60_000, hasHardLimit: true },
  subnet: { free: 50, withProof: 150, intervalMs: 12_000, hasHardLimit: true },
  // A code that an advertisement misspells is no secret: trying it costs work, and is not refused.
  code: { free: 100, withProof: 200, intervalMs: 36_000, hasHardLimit: false },
  // An hour after an attack nobody has to work any more.
  all: { free: 500, withProof: 1000, intervalMs: 7200, hasHardLimit: false },
};

interface ReadBucket extends Bucket {
  readonly backlogMs: number;
}

export interface GuessLimitsOptions {
  readonly rates: Rates;
  readonly reads: BatchedReads;
  readonly proofOfWork: ProofOfWork;
  readonly digests: Digests;
  readonly now: () => number;
}

/**
 * Keeps strangers from finding promo codes by trying. Only guesses at codes that do not exist
 * count: all visitors of a shop may try a code that has ended. After some of them the visitor's
 * device has to work for an answer, and after too many the right code is refused as well, because
 * otherwise the refusal itself would tell the codes apart.
 *
 * An honest visitor costs a read and no write. Instead, each server lets only as many guesses of an
 * address, and of a network, run at once as would be allowed if all were wrong; the rest wait until
 * some have their answer. A server sees only its own guesses in flight, but the counts in the store
 * still keep the wrong answers of all servers within the limit. Redemptions wait for the vendor, so
 * they have a queue of their own: a lead of another phone behind the address must not wait for
 * that.
 */
export class GuessLimits implements Guesses {
  readonly #options: GuessLimitsOptions;
  readonly #buckets: Buckets;
  readonly #queues: { readonly [Kind in GuessKind]: GuessQueue } = {
    check: createQueue(),
    redemption: createQueue(),
  };

  constructor(options: GuessLimitsOptions) {
    this.#options = options;
    this.#buckets = new Buckets(options.digests, 'guesses', allowances);
  }

  guess<T extends Judgement>(
    visit: Visit,
    code: string,
    judge: () => Promise<T>,
    kind: GuessKind = 'check',
  ): Promise<T> {
    const { beginning, inFlight } = this.#queues[kind];
    const buckets = this.#buckets.of(visit.client, code);
    const hard = buckets.filter(({ hasHardLimit }) => hasHardLimit).map(({ key }) => key);
    return inFlight.enter(hard, async (permit) => {
      const begin = (): Promise<boolean> => this.#begin(visit, buckets, permit);
      const hasProof = await beginning.run(visit.client?.address, begin);
      const judgement = await judge();
      if (isWrong(judgement)) await this.#count(buckets, hasProof, visit);
      return judgement;
    });
  }

  /** Begins as soon as there is room for one more. Resolves to whether work was done for it. */
  async #begin(visit: Visit, buckets: readonly Bucket[], permit: Permit): Promise<boolean> {
    for (;;) {
      permit.mark();
      const current = await this.#read(buckets);
      const hard = current.filter(({ hasHardLimit }) => hasHardLimit);
      const longest = Math.max(...hard.map((bucket) => waitAt(bucket, bucket.withProof)), 0);
      if (longest > 0) throw tooMany(longest);
      const hasProof = current.some((bucket) => waitAt(bucket, bucket.free) > 0);
      if (hasProof) await this.#options.proofOfWork.requireProof(visit);
      const hasRoom = hard.every((bucket) => {
        const burst = hasProof ? bucket.withProof : bucket.free;
        return waitAt(bucket, burst, permit.uncounted(bucket.key)) === 0;
      });
      if (hasRoom) {
        permit.begin();
        return hasProof;
      }
      await permit.change();
    }
  }

  async #read(buckets: readonly Bucket[]): Promise<readonly ReadBucket[]> {
    const backlogs = await this.#options.reads.backlogs(buckets.map(({ key }) => key));
    return buckets.map((bucket, index) => ({
      ...bucket,
      backlogMs: plausibleBacklogMs(backlogs[index] ?? 0, backlogMsMax(bucket)),
    }));
  }

  async #count(buckets: readonly Bucket[], hasProof: boolean, visit: Visit): Promise<void> {
    const { rates, proofOfWork, now } = this.#options;
    for (const bucket of buckets) {
      const { key, free, withProof, intervalMs, hasHardLimit } = bucket;
      const rate = { burst: hasProof || !hasHardLimit ? withProof : free, intervalMs };
      if ((await rates.count(key, rate, now(), backlogMsMax(bucket))) || !hasHardLimit) continue;
      // Guesses of another server took the room in between.
      if (hasProof) throw tooMany(intervalMs);
      throw await proofOfWork.problem(visit);
    }
    await rates.forget(now());
  }
}

/** How long one more has to wait, if that many others are still to be counted. */
function waitAt({ backlogMs, intervalMs }: ReadBucket, burst: number, uncounted = 0): number {
  return waitMs({ burst, intervalMs }, backlogMs + uncounted * intervalMs);
}

function backlogMsMax({ withProof, intervalMs }: Bucket): number {
  return longestBacklogMs({ burst: withProof, intervalMs });
}

/** Whether the answer tells that there is no such code, or that an old list lacks it. */
export function isWrong({ verdict, isUnlisted = false }: Judgement): boolean {
  return isUnlisted || ('reason' in verdict && verdict.reason === 'unknown');
}

function createQueue(): GuessQueue {
  return { beginning: new PerAddressQueue(), inFlight: new InFlight() };
}

function tooMany(wait: number): ProblemError {
  return new ProblemError('too-many-requests', {
    detail: 'Too many promo codes were tried. Wait before the next.',
    retryAfterSeconds: Math.ceil(wait / 1000),
  });
}
