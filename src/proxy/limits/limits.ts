import type { Connection } from '../../contract/fetch-handler.ts';
import type { Store } from '../../store/store.ts';
import { createFindClient } from '../guards/client-address.ts';
import type { Log } from '../log.ts';
import { Repeats } from '../spam/repeats.ts';
import { WarnOnce } from '../warn-once.ts';
import { BatchedReads } from './batched-reads.ts';
import { Digests } from './buckets.ts';
import { Challenges, type Difficulty } from './challenges.ts';
import { CoarseLimit, viewRates } from './coarse-limit.ts';
import { type FloodAllowances, FloodLimits, type Floods } from './flood-limits.ts';
import { type Guesses, GuessLimits } from './guess-limits.ts';
import { ProofOfWork } from './proof-of-work.ts';
import { Rates } from './rates.ts';
import { Tallies } from './tallies.ts';
import { readVisitor, type Visitor } from './visit.ts';

export interface LimitOptions {
  /** The server secret, the same on each server: visitors are counted under digests. */
  readonly secret: string;
  /** Networks (CIDR) of reverse proxies, whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[];
  /** How hard the work of a visitor's device is; about a second by default. */
  readonly difficulty?: Difficulty;
  /** How many leads, and questions about promo codes, are not a flood. */
  readonly floods?: FloodAllowances;
}

export interface Limits {
  readonly visitorOf: (request: Request, connection?: Connection) => Visitor;
  /** Called before the body is read. Throws `too-many-requests` in a flood. */
  readonly admit: (visitor: Visitor) => void;
  /** The same for views, which have a limit of their own and use up none of the other. */
  readonly admitView: (visitor: Visitor) => void;
  readonly guesses: Guesses;
  readonly floods: Floods;
  /** Undefined without limits: then nobody is ever asked for work. */
  readonly challenges: Challenges | undefined;
  readonly repeats: Repeats | undefined;
}

const unlimited: Limits = {
  visitorOf: (request) => readVisitor(request, undefined),
  admit: () => {},
  admitView: () => {},
  guesses: { guess: (_visit, _code, judge) => judge() },
  floods: { admitLead: () => Promise.resolve('normal'), admitQuestion: () => Promise.resolve() },
  challenges: undefined,
  repeats: undefined,
};

export interface LimitSurroundings {
  readonly store: Store;
  readonly now: () => number;
  readonly nextTurn: () => Promise<void>;
  readonly log: Log;
}

/** All rate limits of the proxy. Without options there are none. */
export function createLimits(
  options: LimitOptions | undefined,
  { store, now, nextTurn, log }: LimitSurroundings,
): Limits {
  if (!options) return unlimited;
  const { secret, trustedProxies } = options;
  const findClient = createFindClient(trustedProxies, new WarnOnce(log));
  const rates = new Rates(store);
  const reads = new BatchedReads({ rates, now, nextTurn });
  const tallies = new Tallies({ rates, reads, now, nextTurn });
  const challenges = new Challenges({ rates, secret, now, difficulty: options.difficulty });
  const proofOfWork = new ProofOfWork(challenges);
  const coarse = new CoarseLimit(now);
  const coarseForViews = new CoarseLimit(now, viewRates);
  const digests = new Digests(secret);
  const floods = new FloodLimits({ tallies, proofOfWork, digests, allowances: options.floods });
  const guesses = new GuessLimits({ rates, reads, proofOfWork, digests, now });
  return {
    visitorOf: (request, connection) => readVisitor(request, findClient(request, connection)),
    admit: ({ client }) => coarse.admit(client),
    admitView: ({ client }) => coarseForViews.admit(client),
    guesses,
    floods,
    challenges,
    repeats: new Repeats({ tallies, secret }),
  };
}
