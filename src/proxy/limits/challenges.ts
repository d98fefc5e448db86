import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { Challenge, type ChallengeAction, SolvedChallenge } from '../../contract/challenge.ts';
import { hmac } from '../../store/digest.ts';
import type { Rates } from './rates.ts';

/** What a challenge is for: a solution from another page, or for another action, is not valid. */
export interface ChallengePurpose {
  readonly action: ChallengeAction;
  /** The host of the page. */
  readonly site: string;
}

/** How much work a challenge is: a random number of keys to derive, between two bounds. */
export interface Difficulty {
  /** Iterations per key: what it costs us to make a challenge. */
  readonly cost: number;
  readonly keysMin: number;
  readonly keysMax: number;
}

export interface ChallengesOptions {
  readonly rates: Rates;
  readonly secret: string;
  readonly now: () => number;
  readonly difficulty?: Difficulty | undefined;
}

const lifetimeMs = 5 * 60_000;
const algorithm = 'PBKDF2/SHA-256';
/** Some 0.3 s on two cores of a desktop and 1 s on a phone; making one takes us under 1 ms. */
const defaultDifficulty: Difficulty = { cost: 1000, keysMin: 1000, keysMax: 3000 };
/** A payload is some 700 characters. */
const payloadLengthMax = 2048;

/** Proof of work that a visitor's device does when too many requests or guesses come. */
export class Challenges {
  readonly #options: ChallengesOptions;
  readonly #secrets: Secrets;

  constructor(options: ChallengesOptions) {
    this.#options = options;
    this.#secrets = deriveSecrets(options.secret);
  }

  async create({ action, site }: ChallengePurpose): Promise<Challenge> {
    const { cost, keysMin, keysMax } = this.#options.difficulty ?? defaultDifficulty;
    const expires = this.#options.now() + lifetimeMs;
    const challenge = await createChallenge({
      algorithm,
      cost,
      // A number that we know, so that the work is even and verifying it costs one HMAC.
      counter: randomInt(keysMax, keysMin),
      deriveKey,
      // Not their `expiresAt`, which is compared with the machine's clock.
      data: { action, site, expires },
      ...this.#secrets,
    });
    return Challenge.parse(challenge);
  }

  /** Whether the payload solves a challenge for this purpose, in time and for the first time. */
  async spend(payload: string | null, { action, site }: ChallengePurpose): Promise<boolean> {
    const { rates, now } = this.#options;
    const solved = readPayload(payload);
    const { data = {}, nonce = '' } = solved?.challenge.parameters ?? {};
    if (!solved || data['action'] !== action || data['site'] !== site) return false;
    const expires = Number(data['expires']);
    if (!(now() < expires)) return false;
    const { verified } = await verifySolution({
      ...(structuredClone(solved) as Parameters<typeof verifySolution>[0]),
      deriveKey,
      ...this.#secrets,
    });
    // A rate with room for one, until the challenge has expired.
    const once = { burst: 1, intervalMs: lifetimeMs };
    return verified && rates.count(`challenge ${nonce}`, once, now());
  }
}

/** As altcha-lib calls them. */
interface Secrets {
  readonly hmacSignatureSecret: string;
  readonly hmacKeySignatureSecret: string;
}

function deriveSecrets(secret: string): Secrets {
  return {
    hmacSignatureSecret: hmac(secret, 'challenges'),
    hmacKeySignatureSecret: hmac(secret, 'keys of challenges'),
  };
}

function readPayload(payload: string | null): SolvedChallenge | undefined {
  if (payload === null || payload.length > payloadLengthMax) return undefined;
  try {
    return SolvedChallenge.parse(JSON.parse(atob(payload)));
  } catch {
    return undefined;
  }
}
