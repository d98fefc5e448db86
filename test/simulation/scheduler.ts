import type { Random } from './random.ts';

/** Who does a piece of work: a process that may die, a visitor, a vendor. */
export interface Actor {
  readonly name: string;
  isAlive: boolean;
  readonly isMortal: boolean;
}

/** A piece of work that is at an `await` and may continue. */
interface Point {
  readonly actor: Actor;
  readonly label: string;
  readonly mayGoOn: () => boolean;
  readonly goOn: () => void;
}

interface Timer {
  readonly at: number;
  readonly label: string;
  readonly run: () => void;
  isCancelled: boolean;
}

export interface SchedulerOptions {
  readonly random: Random;
  /** Whether to record who did what. */
  readonly isTraced: boolean;
  /** Called before each point: whether its actor dies there. */
  readonly dies: (actor: Actor) => boolean;
  /** How likely time passes although somebody could continue: a process that is held up. */
  readonly stalls: () => number;
  /** Called after each step, when everything that followed from it has run. */
  readonly afterStep: (actor: Actor | undefined) => void;
}

const always = (): boolean => true;

/**
 * Decides who continues: at random one of all that are at an `await`. If nobody can, time passes.
 * Between two steps everything runs that needs no decision.
 */
export class Scheduler {
  /** ms since the simulation began; it never goes back. */
  now = 0;
  readonly trace: string[] = [];
  readonly #options: SchedulerOptions;
  #points: Point[] = [];
  /** By time, the earliest last. */
  readonly #timers: Timer[] = [];

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Resolves when its turn comes; never if the actor is dead by then. */
  async point(actor: Actor, label: string, mayGoOn: () => boolean = always): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#points.push({ actor, label, mayGoOn, goOn: resolve });
    return promise;
  }

  /** Runs something later. Returns a function that cancels it. */
  after(delayMs: number, label: string, run: () => void): () => void {
    const timer = { at: this.now + Math.max(0, delayMs), label, run, isCancelled: false };
    let index = this.#timers.length;
    while (index > 0 && (this.#timers[index - 1]?.at ?? 0) <= timer.at) index -= 1;
    this.#timers.splice(index, 0, timer);
    return () => {
      timer.isCancelled = true;
    };
  }

  note(who: string, what: string): void {
    if (!this.#options.isTraced) return;
    this.trace.push(`${(this.now / 1000).toFixed(3).padStart(10)} ${who.padEnd(8)} ${what}`);
  }

  /** Takes one step. Resolves to false if nothing is left to do. */
  async step(): Promise<boolean> {
    const { random, dies, stalls, afterStep } = this.#options;
    this.#points = this.#points.filter(({ actor }) => actor.isAlive);
    const ready = this.#points.filter(({ mayGoOn }) => mayGoOn());
    if (ready.length === 0 || random.chance(stalls())) {
      if (!this.#letTimePass() && ready.length === 0) return false;
      await turn();
      afterStep(undefined);
      return true;
    }
    const point = random.pick(ready);
    const { actor, label } = point;
    this.now += random.below(3);
    if (dies(actor)) return true;
    this.#points.splice(this.#points.indexOf(point), 1);
    this.note(actor.name, label);
    point.goOn();
    await turn();
    afterStep(actor);
    return true;
  }

  #letTimePass(): boolean {
    for (;;) {
      const timer = this.#timers.pop();
      if (timer === undefined) return false;
      if (timer.isCancelled) continue;
      this.now = Math.max(this.now, timer.at);
      if (timer.label !== '') this.note('', timer.label);
      timer.run();
      return true;
    }
  }
}

/**
 * Lets everything run that does not wait for the simulation: promises settle before the next turn.
 */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
