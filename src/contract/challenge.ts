import * as z from 'zod/mini';

/**
 * A proof of work: ALTCHA's challenge, version 2 (altcha.org/docs/v2/proof-of-work-captcha). The
 * solution is a number whose derived key begins with `keyPrefix`.
 */
export interface Challenge {
  readonly parameters: {
    readonly algorithm: string;
    readonly nonce: string;
    readonly salt: string;
    /** Iterations of PBKDF2 for each number that is tried. */
    readonly cost: number;
    /** In bytes. */
    readonly keyLength: number;
    readonly keyPrefix: string;
    readonly keySignature?: string | undefined;
    readonly data?: Readonly<Record<string, string | number>> | undefined;
  };
  readonly signature: string;
}
export const Challenge: z.ZodMiniType<Challenge> = z.object({
  parameters: z.strictObject({
    algorithm: z.string(),
    nonce: z.string(),
    salt: z.string(),
    cost: z.number(),
    keyLength: z.number(),
    keyPrefix: z.string(),
    keySignature: z.optional(z.string()),
    data: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
  }),
  signature: z.string(),
});

/** A challenge with its solution; as Base64 of its JSON it is ALTCHA's payload. */
export interface SolvedChallenge {
  readonly challenge: Challenge;
  readonly solution: { readonly counter: number; readonly derivedKey: string };
}
export const SolvedChallenge: z.ZodMiniType<SolvedChallenge> = z.object({
  challenge: Challenge,
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/** The header in which a request has the payload of a challenge that was solved for it. */
export const solutionHeader = 'Challenge-Solution';

/** What a challenge is for; one for another action is not accepted. */
export type ChallengeAction = 'promo-code' | 'lead';
export const challengeActions: readonly ChallengeAction[] = ['promo-code', 'lead'];

/**
 * The value of {@link solutionHeader} if a browser cannot do the work (a page over plain http has
 * no SubtleCrypto): a lead is accepted without it, and at worst quarantined.
 */
export const unableToSolve = 'none';
