import { elapsed } from '../elapsed.ts';

export interface Loaded<T> {
  readonly value: T;
  /** When it was asked for: what changed while the answer was on its way is not in it. */
  readonly loadedAt: number;
}

export interface CachedOptions<T> {
  /** May give one that another server loaded, and that is not older than `freshMs`. */
  readonly load: (freshMs: number) => Promise<Loaded<T>>;
  readonly now: () => number;
  /** How old a value may be, whoever asks, where it is dear to load; 0 without it. */
  readonly dearMs?: (value: T) => number;
  /** How old a value may be when no newer one can be had. */
  readonly staleMaxMs: number;
  readonly onFailure: (error: unknown) => void;
}

/** After a failure the source is left alone for so long. */
const pauseMs = 2000;
/** Who can be served with an older value waits no longer for a newer one. */
const patienceMs = 1000;
/** Who has none to be served with waits so long for one. */
const patienceWithNoneMs = 5000;
/** A value that takes longer to load is loaded anew beside the work, */
const longMs = 50;
/** until it is by so much older than it may be. */
const overdue = 1.5;

/** A value of a source that may be slow or away; many askers cause one call. */
export class Cached<T> {
  readonly #options: CachedOptions<T>;
  #loaded: Loaded<T> | undefined;
  #tookMs = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | undefined;

  constructor(options: CachedOptions<T>) {
    this.#options = options;
  }

  /**
   * The value, not older than `freshMs` where the source answers; undefined where none is fit.
   * Who `isContent` with one that is a little older does not wait for a newer one that takes long.
   */
  async get(freshMs: number, isContent = false): Promise<Loaded<T> | undefined> {
    const { staleMaxMs, dearMs } = this.#options;
    const ageMax = Math.max(freshMs, this.#loaded ? (dearMs?.(this.#loaded.value) ?? 0) : 0);
    const age = this.#age;
    if (age > ageMax && this.#since(this.#failedAt) >= pauseMs) {
      this.#loading ??= this.#load(freshMs);
      const isServed = age <= staleMaxMs;
      const isGoodEnough = isContent && this.#tookMs > longMs && age <= ageMax * overdue;
      if (!isServed || !isGoodEnough) {
        const patience = elapsed(isServed ? patienceMs : patienceWithNoneMs);
        await Promise.race([this.#loading, patience]);
      }
    }
    return this.#age <= staleMaxMs ? this.#loaded : undefined;
  }

  get #age(): number {
    return this.#since(this.#loaded?.loadedAt ?? Number.NEGATIVE_INFINITY);
  }

  /** Without its sign: after a clock was set back, what it said before says nothing. */
  #since(instant: number): number {
    return Math.abs(this.#options.now() - instant);
  }

  async #load(freshMs: number): Promise<void> {
    const { load, now, onFailure } = this.#options;
    const began = now();
    try {
      this.#loaded = await load(freshMs);
      this.#tookMs = this.#since(began);
    } catch (error) {
      this.#failedAt = now();
      onFailure(error);
    } finally {
      this.#loading = undefined;
    }
  }
}
