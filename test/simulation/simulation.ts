import type { Log } from '../../src/proxy/index.ts';
import { shareCommits, type Store } from '../../src/store/index.ts';
import { errorsAsText } from '../support/logs.ts';
import { emptyDatabase, type SharedDatabase } from './database.ts';
import { Faults } from './faults.ts';
import { Invariants, Violation } from './invariants.ts';
import { Ledger } from './ledger.ts';
import { Network } from './network.ts';
import { actAsOwner } from './owner.ts';
import { takeOverPlatform } from './platform.ts';
import { Random } from './random.ts';
import { type Scenario, scenarioOf, type Submission, vendorSecrets } from './scenario.ts';
import { type Actor, Scheduler } from './scheduler.ts';
import { type Server, startServer } from './server.ts';
import { simulatedStore, WriteLock } from './simulated-store.ts';
import { isAtRest, readTables, type Tables } from './tables.ts';
import { Vendors } from './vendors.ts';
import { visit } from './visitor.ts';

export interface Outcome {
  readonly seed: number;
  /** What was violated, or went wrong otherwise; undefined if all is well. */
  readonly failure: string | undefined;
  readonly trace: readonly string[];
}

/** A running server, and the callers that wait for its answers. */
interface Host {
  readonly actor: Actor;
  readonly server: Server;
  readonly died: PromiseWithResolvers<undefined>;
}

const beganAt = Date.parse('2026-11-21T12:00:00Z');
/** More than any seed takes. */
const stepsMax = 50_000;

/** Simulates what a seed decides, the same each time. */
export async function simulate(
  seed: number,
  database: SharedDatabase,
  { isTraced = false }: { readonly isTraced?: boolean } = {},
): Promise<Outcome> {
  emptyDatabase(database);
  const simulation = new Simulation(scenarioOf(seed), database, isTraced);
  const failure = await simulation.run();
  return { seed, failure, trace: simulation.trace };
}

class Simulation {
  readonly #scenario: Scenario;
  readonly #database: SharedDatabase;
  readonly #random: Random;
  readonly #faults: Faults;
  readonly #scheduler: Scheduler;
  readonly #lock = new WriteLock();
  readonly #ledger = new Ledger();
  readonly #network: Network;
  readonly #tables: Tables;
  readonly #owner: Actor = { name: 'owner', isAlive: true, isMortal: false };
  readonly #ownerStore: Store;
  readonly #invariants: Invariants;
  readonly #hosts = new Map<string, Host>();
  /** By how much the wall clocks have been moved, in ms. */
  #clockOffset = 0;
  /** The latest and the earliest that they showed when they jumped. */
  #latest = 0;
  #earliest = Number.POSITIVE_INFINITY;
  #seenChanges = 0;
  /** There was still something to do after the maximum of steps. */
  #restlessAt = -1;
  #visitorsLeft: number;
  #failure: unknown;
  readonly #now = (): number => beganAt + this.#scheduler.now + this.#clockOffset;

  constructor(scenario: Scenario, database: SharedDatabase, isTraced: boolean) {
    this.#scenario = scenario;
    this.#database = database;
    this.#random = new Random(~scenario.seed);
    this.#faults = new Faults(scenario, this.#random);
    this.#visitorsLeft = scenario.submissions.length;
    this.#scheduler = new Scheduler({
      random: this.#random,
      isTraced,
      dies: (actor) => this.#dies(actor),
      stalls: () => this.#faults.stalls(),
      afterStep: (actor) => this.#afterStep(actor),
    });
    const scheduler = this.#scheduler;
    const vendors = new Vendors(scenario, this.#ledger, scheduler);
    this.#tables = readTables(database.raw);
    this.#ownerStore = this.#storeOf(this.#owner);
    this.#invariants = new Invariants({
      scenario,
      tables: this.#tables,
      ledger: this.#ledger,
      owner: this.#owner,
      latest: () => Math.max(this.#latest, this.#now()),
      earliest: () => this.#earliest,
    });
    this.#network = new Network({
      scenario,
      random: this.#random,
      scheduler,
      ledger: this.#ledger,
      vendors,
      isFaulty: () => !this.#faults.isOver,
      onSend: (kind, call) => {
        this.#check(() =>
          kind === 'create'
            ? this.#invariants.beforeCreate(call)
            : this.#invariants.beforeCheck(call),
        );
      },
    });
  }

  get trace(): readonly string[] {
    return this.#scheduler.trace;
  }

  /** Runs to the end. Resolves to what went wrong. */
  async run(): Promise<string | undefined> {
    const giveBack = takeOverPlatform(this.#scheduler, this.#random);
    try {
      this.#begin();
      let steps = 0;
      while (this.#failure === undefined && !this.#isOver() && (await this.#scheduler.step())) {
        steps += 1;
        if (steps > stepsMax) throw new Error('it does not come to an end');
      }
      if (this.#failure === undefined) this.#invariants.atEnd();
    } catch (error) {
      this.#failure ??= error;
    } finally {
      giveBack();
    }
    if (this.#failure === undefined) return undefined;
    const { name, message, stack } = asError(this.#failure);
    return name === Violation.name ? message : (stack ?? message);
  }

  #begin(): void {
    const { processes, submissions, ownerActs, clockJumps, troubleMs } = this.#scenario;
    for (let index = 0; index < processes; index += 1) this.#start(`server${index}`);
    for (const submission of submissions) this.#goOn(this.#visit(submission));
    for (let index = 0; index < ownerActs; index += 1) {
      this.#later(troubleMs, 'the owner looks', () => this.#goOn(this.#actAsOwner()));
    }
    for (let index = 0; index < clockJumps; index += 1) {
      const jumpMs = this.#random.pick([-3_600_000, -90_000, 90_000, 3_600_000, 86_400_000]);
      this.#later(troubleMs, `clocks jump by ${jumpMs / 1000} s`, () => {
        const before = this.#now();
        this.#clockOffset += jumpMs;
        this.#latest = Math.max(this.#latest, before);
        this.#earliest = Math.min(this.#earliest, before, this.#now());
      });
    }
    this.#scheduler.after(troubleMs, 'all troubles are over', () => {
      this.#faults.isOver = true;
      for (const { actor } of this.#hosts.values()) this.#kill(actor);
      this.#start('server', 600_000);
    });
  }

  #later(withinMs: number, label: string, run: () => void): void {
    this.#scheduler.after(this.#random.below(withinMs), label, run);
  }

  #start(name: string, lookAgainMs: number = this.#scenario.lookAgainMs): void {
    const actor: Actor = { name, isAlive: true, isMortal: true };
    const server = startServer({
      scenario: this.#scenario,
      random: this.#random,
      store: this.#storeOf(actor),
      fetch: this.#network.fetchFor(actor),
      now: this.#now,
      log: this.#logOf(actor),
      nextTurn: () => this.#scheduler.point(actor, 'next turn'),
      lookAgainMs,
    });
    this.#hosts.set(name, { actor, server, died: Promise.withResolvers() });
  }

  #storeOf(actor: Actor): Store {
    const store = simulatedStore(actor, this.#lock, {
      database: this.#database,
      scheduler: this.#scheduler,
      fault: (_, mayBeDone) => this.#faults.statement(mayBeDone),
    });
    if (this.#scenario.sharesCommits) {
      shareCommits(store, () => this.#scheduler.point(actor, 'next turn'));
    }
    return store;
  }

  #dies(actor: Actor): boolean {
    if (!this.#faults.dies(actor)) return false;
    this.#kill(actor);
    const restart = (): void => {
      if (!this.#faults.isOver) this.#start(actor.name);
    };
    this.#later(90_000, `${actor.name} may start again`, restart);
    return true;
  }

  #kill(actor: Actor): void {
    this.#scheduler.note(actor.name, 'DIES');
    actor.isAlive = false;
    if (this.#lock.holder === actor) {
      this.#database.raw.exec('rollback');
      this.#lock.holder = undefined;
    }
    this.#hosts.get(actor.name)?.died.resolve(undefined);
    this.#hosts.delete(actor.name);
  }

  async #visit(submission: Submission): Promise<void> {
    await visit(submission, {
      scheduler: this.#scheduler,
      random: this.#random,
      send: (request) => this.#send(request),
      onAnswer: (to, answer) => {
        this.#scheduler.note('visitor', `${to.subject}: ${answer.status} ${answer.body}`);
        this.#check(() => this.#invariants.answered(to, answer));
      },
    });
    this.#visitorsLeft -= 1;
  }

  async #send(request: Request): Promise<Response | undefined> {
    const hosts = [...this.#hosts.values()];
    if (hosts.length === 0) return undefined;
    const { server, died } = this.#random.pick(hosts);
    return Promise.race([server.proxy(request), died.promise]);
  }

  async #actAsOwner(): Promise<void> {
    const done = await actAsOwner({
      store: this.#ownerStore,
      tables: this.#tables,
      ledger: this.#ledger,
      random: this.#random,
      now: this.#now,
      scenario: this.#scenario,
    });
    this.#scheduler.note('owner', done);
  }

  #afterStep(actor: Actor | undefined): void {
    const { changes } = this.#database;
    if (this.#lock.holder !== undefined || changes === this.#seenChanges) return;
    this.#seenChanges = changes;
    this.#check(() => this.#invariants.afterStep(actor));
  }

  /** Work for which nobody waits may fail too. */
  #goOn(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#failure ??= error;
    });
  }

  #check(invariant: () => void): void {
    try {
      invariant();
    } catch (error) {
      this.#failure ??= error;
    }
  }

  #isOver(): boolean {
    if (!this.#faults.isOver || this.#visitorsLeft > 0 || this.#lock.holder) return false;
    const { changes } = this.#database;
    if (changes !== this.#restlessAt && !isAtRest(this.#tables)) this.#restlessAt = changes;
    return changes !== this.#restlessAt;
  }

  #logOf(actor: Actor): Log {
    const write = (event: string, fields: object = {}): void => {
      if (!actor.isAlive) return;
      const line = `log ${event} ${JSON.stringify(fields, errorsAsText)}`;
      this.#scheduler.note(actor.name, line);
      this.#check(() => {
        const told = [...Object.values(vendorSecrets), '6281234567'].filter((secret) =>
          line.includes(secret),
        );
        if (told.length > 0 || event === 'proxy.bug') throw new Violation(line);
      });
    };
    return { info: write, warn: write, error: write };
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('something else than an error was thrown');
}
