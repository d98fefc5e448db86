import { Random } from './random.ts';

export const company = 'acme';
/** Easy to find in any line that should not have them. */
export const vendorSecrets = {
  token: 'canary-contact-token',
  secretKey: 'canary-secret-key',
  promoholderToken: 'canary-promo-token',
} as const;

/** A promo code at the vendor. */
export interface Code {
  readonly code: string;
  readonly limit: number | null;
  readonly isExpired: boolean;
}

/** What a visitor, or a check-out, wants to happen once. */
export interface Submission {
  readonly kind: 'lead' | 'redeem';
  /** What the vendors know it by: the click id of a lead, or the code of a redemption. */
  readonly subject: string;
  readonly key: string;
  readonly atMs: number;
  readonly phone: string;
  readonly code: string | undefined;
  /** Whether it is sent again although it has its answer. */
  readonly sendsTwice: boolean;
  /** Whether it looks like spam. */
  readonly isSuspicious: boolean;
}

/** All that a seed decides before anything happens. The rest is decided on the way. */
export interface Scenario {
  readonly seed: number;
  readonly processes: number;
  /** Whether the processes share lists and token through the database. */
  readonly isShared: boolean;
  /** Whether a process's concurrent writes share a commit, as on SQLite. */
  readonly sharesCommits: boolean;
  /** Whether no process is held up and no clock jumps: only then can a wait separate two calls. */
  readonly isSteady: boolean;
  readonly stalls: number;
  readonly clockJumps: number;
  readonly crashes: number;
  readonly crashesMax: number;
  readonly networkFaults: number;
  readonly databaseFaults: number;
  readonly ownerActs: number;
  readonly lookAgainMs: number;
  readonly concurrency: number;
  /** From when on nothing goes wrong any more. */
  readonly troubleMs: number;
  readonly quietMs: number;
  readonly submissions: readonly Submission[];
  readonly codes: readonly Code[];
  /** Phones that the vendor already has from elsewhere. */
  readonly knownPhones: ReadonlySet<string>;
  /** Phones that the vendor always refuses. */
  readonly refusedPhones: ReadonlySet<string>;
}

const few = 'FEW';
const expired = 'OLD';

/** What a seed decides. */
export function scenarioOf(seed: number): Scenario {
  const random = new Random(seed);
  const isSteady = random.chance(0.6);
  const submissions = Array.from({ length: random.between(1, 6) }, (_, index) =>
    submissionOf(random, index),
  );
  const own = submissions.map(({ subject }) => ({
    code: codeOf(subject),
    limit: null,
    isExpired: false,
  }));
  const phones = [...new Set(submissions.map(({ phone }) => phone))];
  return {
    seed,
    processes: random.pick([1, 1, 2, 3]),
    isShared: random.chance(0.4),
    sharesCommits: seed % 2 === 0,
    isSteady,
    stalls: isSteady ? 0 : random.pick([0, 0.02, 0.1]),
    clockJumps: isSteady ? 0 : random.between(0, 3),
    crashes: random.pick([0, 0.005, 0.03]),
    crashesMax: random.between(1, 6),
    networkFaults: random.pick([0, 0.15, 0.4, 0.8]),
    databaseFaults: random.pick([0, 0, 0.02, 0.1]),
    ownerActs: random.pick([0, 2, 5]),
    lookAgainMs: random.pick([10_000, 60_000, 600_000]),
    concurrency: random.between(1, 3),
    troubleMs: random.pick([60_000, 200_000, 400_000]),
    quietMs: 60_000,
    submissions,
    codes: [
      ...own,
      { code: few, limit: random.between(0, 2), isExpired: false },
      { code: expired, limit: null, isExpired: true },
    ],
    knownPhones: new Set(phones.filter(() => random.chance(0.15))),
    refusedPhones: new Set(phones.filter(() => random.chance(0.05))),
  };
}

/** The code that only this submission ever sends. */
function codeOf(subject: string): string {
  return subject.toUpperCase();
}

function submissionOf(random: Random, index: number): Submission {
  const kind = random.chance(0.8) ? 'lead' : 'redeem';
  const subject = kind === 'lead' ? `sub-${index}` : `SUB-${index}`;
  const own = codeOf(subject);
  return {
    kind,
    subject,
    key: `a-key-of-${index}`,
    atMs: random.chance(0.3) ? 0 : random.below(60_000),
    phone: `6281234567${random.below(4)}`,
    code: kind === 'redeem' ? own : random.pick([undefined, own, own, few, expired, 'NONE']),
    sendsTwice: random.chance(0.3),
    isSuspicious: kind === 'lead' && index % 4 === 2,
  };
}
