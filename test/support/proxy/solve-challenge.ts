import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Challenge } from '../../../src/contract/challenge.ts';

/** The payload for a challenge, solved by ALTCHA's own library. */
export async function solve(challenge: Challenge): Promise<string> {
  const own = structuredClone(challenge) as Parameters<typeof solveChallenge>[0]['challenge'];
  const solution = await solveChallenge({ challenge: own, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}
