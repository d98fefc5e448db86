import { type Failure, UpstreamError } from '../../upstream/failure.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** After this many failures in a row, of any calls, an upstream is taken to be away. */
const failuresMax = 5;
/** How long it is left alone then; twice as long after each failed trial. */
const firstPauseMs = 15_000;
const longestPauseMs = 5 * 60_000;

/** Any other failure is an answer, so the upstream is there. */
const away: ReadonlySet<Failure> = new Set(['not_sent', 'busy', 'in_doubt']);

export interface CircuitOptions {
  readonly upstream: string;
  readonly now: () => number;
  readonly log: Log;
  readonly metrics?: Metrics | undefined;
}

/**
 * A circuit breaker: keeps work back from an upstream that is away, so that an outage uses up no
 * attempts. Of a thousand leads one is tried at a time, and the others wait as they are.
 *
 * `closed -> open -> (pause is over: one trial) -> closed | open`. A 429 that names a time opens it
 * at once, for that long. Only a trial closes it.
 */
export class Circuit {
  readonly #options: CircuitOptions;
  #failures = 0;
  #pauseMs = 0;
  /** Open until then, half-open after it; 0 is closed. */
  #openUntil = 0;
  #openedAt = 0;
  /** Since when it has not been closed; 0 if it is. */
  #awaySince = 0;
  #isTrying = false;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  /** No work is begun before this instant (ms since 1970); 0 if it may begin at once. */
  get openUntil(): number {
    return this.#openUntil;
  }

  /** For how long the upstream has been away, in ms; 0 if it is not. */
  get awayMs(): number {
    return this.#awaySince === 0 ? 0 : Math.max(0, this.#options.now() - this.#awaySince);
  }

  /**
   * Does a piece of work, unless the upstream is to be left alone. Resolves to false then, and if
   * there was no work (`undefined`). Work without a result did not call the upstream.
   */
  async run(work: () => Promise<{ readonly result: unknown } | undefined>): Promise<boolean> {
    const isTrial = this.#openUntil > 0;
    if (isTrial && (this.#isTrying || this.#isPausing())) return false;
    this.#isTrying = isTrial;
    try {
      const done = await work();
      if (done?.result !== undefined) this.#record(done.result, isTrial);
      return done !== undefined;
    } finally {
      if (isTrial) this.#isTrying = false;
    }
  }

  #isPausing(): boolean {
    const now = this.#options.now();
    // A clock that was set back must not turn a pause of a quarter of a minute into hours.
    return now >= this.#openedAt && now < this.#openUntil;
  }

  #record(result: unknown, isTrial: boolean): void {
    const failed = result instanceof UpstreamError && away.has(result.failure) ? result : undefined;
    const { retryAfterMs = 0 } = failed ?? {};
    // Calls that ran when it opened say nothing new, not even if they succeeded. But an upstream
    // may ask for a longer pause.
    if (this.#openUntil > 0 && !isTrial) {
      if (retryAfterMs > 0) this.#lengthen(retryAfterMs);
      return;
    }
    if (!failed) return this.#close();
    this.#failures += 1;
    if (retryAfterMs > 0 || isTrial || this.#failures >= failuresMax) this.#open(retryAfterMs);
  }

  #lengthen(askedMs: number): void {
    this.#openUntil = Math.max(this.#openUntil, this.#options.now() + askedMs);
  }

  #open(atLeastMs: number): void {
    const { upstream, now, log, metrics } = this.#options;
    this.#pauseMs = Math.min(this.#pauseMs * 2 || firstPauseMs, longestPauseMs);
    const pauseMs = atLeastMs > 0 ? atLeastMs : this.#pauseMs;
    this.#openedAt = now();
    this.#awaySince ||= this.#openedAt;
    this.#openUntil = this.#openedAt + pauseMs;
    metrics?.circuit(upstream, true);
    log.warn('circuit.opened', { upstream, failures: this.#failures, pauseMs });
  }

  #close(): void {
    const { upstream, log, metrics } = this.#options;
    metrics?.circuit(upstream, false);
    if (this.#openUntil > 0) log.info('circuit.closed', { upstream });
    this.#failures = 0;
    this.#pauseMs = 0;
    this.#openUntil = 0;
    this.#awaySince = 0;
  }
}
