/**
 * Preloaded into `promo-lead serve`: ends it with SIGKILL before or after one of its commits. A
 * request with `?failpoint=before lead claim` in its URL says which; after its reply the next such
 * commit is the last. `TEST_CLOCK_AHEAD_MS` is how far ahead its clock is.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { StatementSync } from 'node:sqlite';
import { Client } from 'pg';

/** What is committed, by its statement, alone or within a transaction. */
const steps = {
  intake: /^insert into "leads"/,
  'lead claim': /^update "leads" .*returning/,
  'lead result': /^insert into "lead_attempts"/,
  'code claim': /^update "redemptions" .*returning/,
  'code result': /^update "redemptions" .* where "id" = .* and "fence" = /,
} as const;

type Step = keyof typeof steps;

function stepOf(statement: string): Step | undefined {
  const names = Object.keys(steps) as Step[];
  return names.find((name) => steps[name].test(statement));
}

let wanted: string | undefined;

function strike(when: 'before' | 'after', committed: readonly Step[]): void {
  if (committed.some((step) => wanted === `${when} ${step}`)) process.kill(process.pid, 'SIGKILL');
}

/** A claim that finds nothing commits nothing. */
function isEmpty(step: Step, rows: unknown): boolean {
  return step.endsWith('claim') && Array.isArray(rows) && rows.length === 0;
}

/** What a connection is doing: a single statement, or a transaction. */
class Progress {
  /** The steps of the transaction so far; several may share one. */
  #done: Step[] = [];
  #isWithin = false;

  /** What this statement is about to commit. */
  commits(statement: string): readonly Step[] {
    if (statement === 'commit') return this.#done;
    const step = this.#isWithin ? undefined : stepOf(statement);
    return step === undefined ? [] : [step];
  }

  /** What this statement has committed, once it was executed. */
  committed(statement: string, rows: unknown): readonly Step[] {
    if (/^begin|^start|^commit|^rollback/.test(statement)) {
      const done = statement === 'commit' ? this.#done : [];
      this.#done = [];
      this.#isWithin = /^begin|^start/.test(statement);
      return done;
    }
    const step = stepOf(statement);
    if (step === undefined || isEmpty(step, rows)) return [];
    if (!this.#isWithin) return [step];
    this.#done.push(step);
    return [];
  }
}

const sqlite = new Progress();
for (const method of ['run', 'all'] as const) {
  const carryOut: (this: StatementSync, ...parameters: never[]) => unknown =
    StatementSync.prototype[method];
  Reflect.set(StatementSync.prototype, method, function (this: StatementSync, ...given: never[]) {
    strike('before', sqlite.commits(this.sourceSQL));
    const result = carryOut.apply(this, given);
    strike('after', sqlite.committed(this.sourceSQL, result));
    return result;
  });
}

const connections = new WeakMap<Client, Progress>();
const query: (this: Client, ...parameters: unknown[]) => unknown = Client.prototype.query;
Reflect.set(Client.prototype, 'query', function (this: Client, ...given: unknown[]) {
  const [statement] = given;
  if (typeof statement !== 'string') return query.apply(this, given);
  const progress = connections.get(this) ?? new Progress();
  connections.set(this, progress);
  strike('before', progress.commits(statement));
  const result = query.apply(this, given);
  void Promise.resolve(result as Promise<{ readonly rows: unknown }>).then(
    ({ rows }) => strike('after', progress.committed(statement, rows)),
    // The caller gets the error.
    () => undefined,
  );
  return result;
});

subscribe('http.server.request.start', (message) => {
  const { request } = message as { readonly request: IncomingMessage };
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  wanted = searchParams.get('failpoint') ?? wanted;
});

const clock = Date.now;
const aheadMs = Number(process.env['TEST_CLOCK_AHEAD_MS'] ?? 0);
Date.now = () => clock() + aheadMs;
