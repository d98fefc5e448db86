import { expect } from '@open-wc/testing';
import { solveChallenge } from '../../src/client/solve-challenge.ts';
import type { SolvedChallenge } from '../../src/contract/challenge.ts';
import { challenge } from '../support/proxy/some-challenge.ts';

describe('solveChallenge()', () => {
  it('finds the number, and returns the challenge unchanged', async () => {
    const payload = JSON.parse(atob(await solveChallenge(challenge))) as SolvedChallenge;
    expect(payload.challenge).to.deep.equal(challenge);
    expect(payload.solution.counter).to.equal(300);
    expect(payload.solution.derivedKey.startsWith(challenge.parameters.keyPrefix)).to.be.true;
  });
});
