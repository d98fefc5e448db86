import type { Mutant } from './mutant.ts';

const outbox = 'src/proxy/outbox';
const outboxTests = 'test/proxy/outbox';

/** Faults in how leads reach their upstream, and in what is acknowledged. */
export const deliveryMutants: readonly Mutant[] = [
  {
    name: 'reply before commit',
    edits: [
      {
        file: 'src/proxy/intake/lead-intake.ts',
        from: 'const outcome = await this.#storing(this.#batches.add(intake));',
        to: `void this.#batches.add(intake).catch(() => {});
    const outcome = { status: 'stored', receipt: intake.receipt } as IntakeOutcome;`,
      },
    ],
    tests: ['test/proxy/routes/leads.test.ts'],
    seeds: 400,
  },
  {
    name: 'thanks for a lead that was thrown away',
    edits: [
      {
        file: 'src/proxy/intake/lead-intake.ts',
        from: 'if (isForm && areKnown.includes(true))',
        to: 'if (!isForm && areKnown.includes(true))',
      },
    ],
    tests: ['test/proxy/routes/lead-form-post.test.ts'],
  },
  {
    name: 'a call before its claim is committed',
    edits: [
      {
        file: 'src/store/commits/group-commit.ts',
        from: `  return groups
    .get(store)
    ?.add(work)
    .then(({ done }) => done as T);`,
        to: `  const early = Promise.withResolvers<T>();
  const group = groups.get(store);
  void group
    ?.add(async (within) => {
      early.resolve(await work(within));
    })
    .catch(early.reject);
  return group && early.promise;`,
      },
    ],
    tests: ['test/store/commits/group-commit.test.ts'],
    seeds: 400,
  },
  {
    name: 'synchronous=OFF',
    edits: [
      {
        file: 'src/store/dialects/sqlite.ts',
        from: 'PRAGMA synchronous = FULL;',
        to: 'PRAGMA synchronous = OFF;',
      },
    ],
    tests: ['test/store/dialects/sqlite.test.ts'],
  },
  {
    name: 'quiet time 0',
    edits: [
      {
        file: `${outbox}/lead-transition.ts`,
        from: "state: 'in_doubt', due_at: now + quietMs,",
        to: "state: 'in_doubt', due_at: now + 0 * quietMs,",
      },
    ],
    tests: [`${outboxTests}/worker.test.ts`],
    seeds: 3000,
  },
  {
    name: '502 retried as clean',
    edits: [
      {
        file: 'src/upstream/exchange.ts',
        from: "if (status === 429) return 'busy';",
        to: "if (status === 429) return 'busy';\n  if (status === 502) return 'not_sent';",
      },
    ],
    tests: [
      'test/node/upstreams/upstream-faults.test.ts',
      'test/upstream/promos-seru/replies.test.ts',
    ],
    seeds: 1000,
  },
  {
    name: 'a reset connection taken for not sent',
    edits: [
      {
        file: 'src/upstream/not-sent.ts',
        from: "  'ECONNREFUSED',",
        to: "  'ECONNREFUSED',\n  'ECONNRESET',",
      },
    ],
    tests: ['test/upstream/not-sent.test.ts'],
    seeds: 400,
  },
  {
    name: 'a lead whose process died taken for not sent',
    edits: [
      {
        file: `${outbox}/lead-queue.ts`,
        from: "new UpstreamError('in_doubt', 'the process ended in mid-call')",
        to: "new UpstreamError('not_sent', 'the process ended in mid-call')",
      },
    ],
    tests: [`${outboxTests}/worker.test.ts`],
    seeds: 2000,
  },
  {
    name: 'doubts forgotten after a call that was not sent',
    edits: [
      {
        file: `${outbox}/lead-transition.ts`,
        from: "return { ...unchanged, state: 'pending', due_at: dueAt };",
        to: "return { ...unchanged, doubts: 0, state: 'pending', due_at: dueAt };",
      },
    ],
    tests: [`${outboxTests}/lead-transition.test.ts`],
    seeds: 1000,
  },
  {
    name: 'a result written whatever its fence',
    edits: [
      {
        file: `${outbox}/lead-queue.ts`,
        from: `      .where('fence', '=', lead.fence)
      .where('state', '=', 'sending')
      .executeTakeFirst();`,
        to: '      .executeTakeFirst();',
      },
    ],
    tests: [`${outboxTests}/worker.test.ts`],
    seeds: 2000,
  },
  {
    name: 'an echo taken for a duplicate',
    edits: [
      {
        file: `${outbox}/lead-transition.ts`,
        from: 'return doubts > 0 && situation.isForeignContact !== true',
        to: 'return doubts > 99 && situation.isForeignContact !== true',
      },
    ],
    tests: [`${outboxTests}/worker.test.ts`],
    seeds: 400,
  },
  {
    name: "another lead's contact taken for an echo",
    edits: [
      {
        file: `${outbox}/lead-transition.ts`,
        from: 'return doubts > 0 && situation.isForeignContact !== true',
        to: 'return doubts > 0',
      },
    ],
    tests: [`${outboxTests}/phones.test.ts`],
    seeds: 2000,
  },
  {
    name: 'a lead sent while another of its phone is in doubt',
    edits: [
      {
        file: `${outbox}/lead-queue.ts`,
        from: ".where('other.state', '=', 'in_doubt'),",
        to: ".where('other.state', '=', 'held'),",
      },
    ],
    tests: [`${outboxTests}/phones.test.ts`],
    seeds: 6000,
  },
  {
    name: 'a lead of the form and one of its script',
    edits: [
      {
        file: 'src/proxy/intake/duplicate-submissions.ts',
        from: 'if (original) duplicates.set(one, original);',
        to: '',
      },
    ],
    tests: ['test/proxy/intake/form-and-script.test.ts'],
  },
  {
    name: 'a form and its script that do not wait for each other',
    edits: [
      {
        file: 'src/proxy/intake/store-leads.ts',
        from: 'await lockContent(transaction, firsts);',
        to: '',
      },
    ],
    tests: ['test/proxy/intake/form-and-script.test.ts'],
    database: 'postgres',
  },
  {
    name: 'a key that stands for any fields',
    edits: [
      {
        file: 'src/proxy/intake/idempotency.ts',
        from: 'if (!known.is_same) throw reused();',
        to: '',
      },
    ],
    tests: ['test/proxy/routes/leads.test.ts'],
  },
  {
    name: 'a new key per retry',
    edits: [
      {
        file: 'src/client/post.ts',
        from: 'return withRetries(() => withWork(call),',
        to: 'return withRetries(() => withWork({ ...call, key: `${key}-${Math.random()}` }),',
      },
    ],
    tests: ['test/client/client.test.ts'],
  },
];
