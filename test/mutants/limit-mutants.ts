import type { Mutant } from './mutant.ts';

const limits = 'src/proxy/limits';
const limitTests = 'test/proxy/limits';

/** Faults in the limits, and in how spam is handled. */
export const limitMutants: readonly Mutant[] = [
  {
    name: 'challenge before look-up',
    edits: [
      {
        file: 'src/proxy/intake/lead-intake.ts',
        from: 'const known = await this.#knownReply([keyHash, ...earlier], fingerprint, isForm);',
        to: `await this.#storing(this.#options.gate(this.#prepare(request), visit));
    const known = await this.#knownReply([keyHash, ...earlier], fingerprint, isForm);`,
      },
    ],
    tests: [`${limitTests}/flood-limits.test.ts`],
  },
  {
    name: 'a lead judged again each time that it cannot be stored',
    edits: [
      {
        file: 'src/proxy/intake/lead-intake.ts',
        from: '    this.#judged.set(name, { spam });\n',
        to: '',
      },
    ],
    tests: ['test/proxy/intake/lead-intake.test.ts'],
  },
  {
    name: 'guesses at once that see nothing of each other',
    edits: [
      {
        file: `${limits}/guess-limits.ts`,
        from: 'permit.uncounted(bucket.key)',
        to: '0',
      },
    ],
    tests: [`${limitTests}/guess-limits.test.ts`],
  },
  {
    name: 'a click id that makes another lead of a retry',
    edits: [
      {
        file: 'src/proxy/intake/fingerprint.ts',
        from: 'phone, product, code, company, own]',
        to: 'phone, product, code, company, own, lead.click_id]',
      },
    ],
    tests: ['test/proxy/intake/fingerprint.test.ts'],
  },
  {
    name: 'check-then-act on a flood',
    edits: [
      {
        file: `${limits}/tallies.ts`,
        from: 'count.clearAt = nextClearAt(now, backlogMs, rate);',
        to: `await Promise.resolve();
    count.clearAt = nextClearAt(now, backlogMs, rate);`,
      },
    ],
    tests: [`${limitTests}/tallies.test.ts`],
  },
  {
    name: 'a limit that a restart forgets',
    edits: [
      {
        file: `${limits}/tallies.ts`,
        from: 'const found = keys.length > 0 ? await this.#options.reads.backlogs(keys) : [];',
        to: 'const found: readonly number[] = [];',
      },
    ],
    tests: [`${limitTests}/tallies.test.ts`],
  },
  {
    name: 'a challenge that is good for everything',
    edits: [
      {
        file: `${limits}/challenges.ts`,
        from: "if (!solved || data['action'] !== action || data['site'] !== site) return false;",
        to: "if (!solved || data['site'] !== site) return false;",
      },
    ],
    tests: [`${limitTests}/flood-limits.test.ts`],
  },
  {
    name: 'a lead in quarantine that holds a use of its code',
    edits: [
      {
        file: 'src/proxy/intake/store-leads.ts',
        from: "spam?.isQuarantined ? 'released' : 'waiting'",
        to: "'waiting'",
      },
    ],
    tests: ['test/proxy/leads/quarantine.test.ts'],
  },
  {
    name: 'a lead in quarantine that is sent',
    edits: [
      {
        file: 'src/proxy/intake/store-leads.ts',
        from: 'due_at: isQuarantined ? null : now,',
        to: 'due_at: now,',
      },
    ],
    tests: ['test/proxy/leads/quarantine.test.ts'],
    seeds: 200,
  },
  {
    name: 'autofill alone quarantines',
    edits: [{ file: 'src/proxy/spam/spam-score.ts', from: 'trap: 50,', to: 'trap: 100,' }],
    tests: ['test/proxy/spam/spam-score.test.ts'],
  },
];
