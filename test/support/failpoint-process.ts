/**
 * Preloaded into `promo-lead serve`: ends it with SIGKILL before or after one of its commits. A
 * request with `?failpoint=before lead claim` in its URL says which, and the reply to it that the
 * next such commit is the last. `TEST_CLOCK_AHEAD_MS` is how far ahead its clock is.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { StatementSync } from 'node:sqlite';
import { Client } from 'pg';

/** What is committed, by a statement that stands alone or within its transaction. */
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

function strike(when: 'before' | 'after', step: Step | undefined): void {
  if (step !== undefined && wanted === `${when} ${step}`) process.kill(process.pid, 'SIGKILL');
}

/** A claim that finds nothing commits nothing. */
function isEmpty(step: Step | undefined, rows: unknown): boolean {
  return step?.endsWith('claim') === true && Array.isArray(rows) && rows.length === 0;
}

/** What one connection is about: a statement, or a transaction that begins, goes on or ends. */
class Progress {
  #step: Step | undefined;
  #isWithin = false;

  /** What this statement commits, where it commits anything. */
  commits(statement: string): Step | undefined {
    if (/^begin|^start/.test(statement)) {
      this.#isWithin = true;
      this.#step = undefined;
      return undefined;
    }
    if (!this.#isWithin) return stepOf(statement);
    if (!/^commit|^rollback/.test(statement)) {
      this.#step ??= stepOf(statement);
      return undefined;
    }
    this.#isWithin = false;
    return statement === 'commit' ? this.#step : undefined;
  }
}

const sqlite = new Progress();
for (const method of ['run', 'all'] as const) {
  const carryOut: (this: StatementSync, ...parameters: never[]) => unknown =
    StatementSync.prototype[method];
  Reflect.set(StatementSync.prototype, method, function (this: StatementSync, ...given: never[]) {
    const step = sqlite.commits(this.sourceSQL);
    strike('before', step);
    const result = carryOut.apply(this, given);
    if (!isEmpty(step, result)) strike('after', step);
    return result;
  });
}

const connections = new WeakMap<Client, Progress>();
const query: (this: Client, ...parameters: unknown[]) => unknown = Client.prototype.query;
Reflect.set(Client.prototype, 'query', function (this: Client, ...given: unknown[]) {
  const [statement] = given;
  const progress = connections.get(this) ?? new Progress();
  connections.set(this, progress);
  const step = typeof statement === 'string' ? progress.commits(statement) : undefined;
  strike('before', step);
  const result = query.apply(this, given);
  void Promise.resolve(result as Promise<{ readonly rows: unknown }>).then(
    ({ rows }) => isEmpty(step, rows) || strike('after', step),
    // Whoever asked hears of it.
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
