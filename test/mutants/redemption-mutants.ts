import type { Mutant } from './mutant.ts';

const outbox = 'src/proxy/outbox';
const outboxTests = 'test/proxy/outbox';

/** Faults that waste promo codes, and faults that leak secrets. */
export const redemptionMutants: readonly Mutant[] = [
  {
    name: 'a redemption retried on time-out',
    edits: [
      {
        file: `${outbox}/redemption-transition.ts`,
        from: "return { ...kept, state: 'unconfirmed', due_at: null };",
        to: "return { ...kept, state: 'pending', due_at: now + retryDelayMs };",
      },
    ],
    tests: [`${outboxTests}/worker.test.ts`],
    seeds: 400,
  },
  {
    name: 'a redemption in doubt claimed again',
    edits: [
      {
        file: `${outbox}/redemption-queue.ts`,
        from: ".where('state', 'in', ['pending', 'held'])",
        to: ".where('state', 'in', ['pending', 'held', 'unconfirmed', 'sending'])",
      },
    ],
    tests: ['test/proxy/routes/redeem.test.ts'],
  },
  {
    name: 'a redemption sent after its lease',
    edits: [
      {
        file: `${outbox}/redeemer.ts`,
        from: '(redemption.lease_until ?? 0) - now() < callTimeoutMs',
        to: '(redemption.lease_until ?? 0) < 0',
      },
    ],
    tests: [`${outboxTests}/redemption-leases.test.ts`],
  },
  {
    name: 'a code used up for a duplicate',
    edits: [
      {
        file: `${outbox}/record-lead-state.ts`,
        from: "if (state === 'delivered') return",
        to: "if (state === 'delivered' || state === 'duplicate') return",
      },
    ],
    tests: [`${outboxTests}/worker.test.ts`],
    seeds: 400,
  },
  {
    name: 'check-then-act on the limit',
    edits: [
      {
        file: 'src/backend/codes/redemption.ts',
        from: "      .where(({ eb, or }) => or([eb('uses_left', 'is', null), eb('uses_left', '>', 0)]))\n",
        to: '',
      },
    ],
    tests: ['test/backend/codes/redemption.test.ts'],
    // On SQLite the transaction is the only one that writes, so reading before it is enough.
    database: 'postgres',
  },
  {
    name: 'challenge before look-up',
    edits: [
      {
        file: `${outbox}/direct-redeemer.ts`,
        from: 'return (await keys.has(keyHash)) ? answerAgain(options, asked, gate) : gate(answer);',
        to: 'return gate(answer);',
      },
    ],
    tests: ['test/proxy/limits/redemption-guesses.test.ts', 'test/proxy/limits/challenges.test.ts'],
  },
  {
    name: 'a code valid one second too short',
    edits: [
      {
        file: 'src/upstream/promoholder/window.ts',
        from: 'now >= window.endsAt + 1000',
        to: 'now >= window.endsAt',
      },
    ],
    tests: ['test/upstream/promoholder/offset-changes.test.ts'],
  },
  {
    name: 'followed redirects',
    edits: [
      {
        file: 'src/node/upstreams/upstream-fetch.ts',
        from: 'maxHeaderSize: 16_384,\n  });',
        to: 'maxHeaderSize: 16_384,\n  }).compose(interceptors.redirect({ maxRedirections: 3 }));',
      },
      {
        file: 'src/node/upstreams/upstream-fetch.ts',
        from: 'const { Agent, request: send }',
        to: 'const { Agent, interceptors, request: send }',
      },
    ],
    tests: [
      'test/node/upstreams/upstream-fetch.test.ts',
      'test/node/upstreams/upstream-faults.test.ts',
    ],
  },
  {
    name: 'a logged URL',
    edits: [
      {
        file: 'src/upstream/exchange.ts',
        from: 'throw connectionError(upstream, error, signal);',
        to: 'throw connectionError(request.url, error, signal);',
      },
    ],
    tests: ['test/upstream/exchange.test.ts'],
    seeds: 400,
  },
];
