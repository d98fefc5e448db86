import { UpstreamError } from '../../upstream/failure.ts';
import { delay } from '../delay.ts';

export interface Loaded<T> {
  readonly value: T;
  /** When it was asked for: what changed while the answer was on its way is not in it. */
  readonly loadedAt: number;
}

export interface CachedOptions<T> {
  /** May return a value that another server loaded, if it is not older than `maxAgeMs`. */
  readonly load: (maxAgeMs: number) => Promise<Loaded<T>>;
  readonly now: () => number;
  /** How old a value may always be, because it is expensive to load; 0 without it. */
  readonly minAgeMs?: (value: T) => number;
  /** How old a value may be when no newer one can be had. */
  readonly staleMaxMs: number;
  readonly onFailure: (error: unknown) => void;
}

/** What a caller accepts, in the words of HTTP: `max-age` and `stale-while-revalidate`. */
export interface Freshness {
  readonly maxAgeMs: number;
  /** Whether a slightly older value will do while one that loads slowly is loaded. */
  readonly allowStale?: boolean;
}

/** After a failure the source is left alone for this long, or for as long as it asks. */
const shortestPauseMs = 2000;
/** How long a caller that can be served an older value waits for a newer one. */
const waitForNewerMs = 1000;
/** How long a caller waits while there is no value to serve. */
const waitForFirstMs = 5000;
/** A value that takes longer than this to load is slow. */
const slowLoadMs = 50;
/** A stale value is at most this many times as old as it may be. */
const staleFactor = 1.5;

/** A value of a source that may be slow or away; many callers cause one call. */
export class Cached<T> {
  readonly #options: CachedOptions<T>;
  #loaded: Loaded<T> | undefined;
  #tookMs = 0;
  /** When the last call failed. */
  #failedAt = Number.NEGATIVE_INFINITY;
  #pauseMs = shortestPauseMs;
  #loading: Promise<void> | undefined;

  constructor(options: CachedOptions<T>) {
    this.#options = options;
  }

  /**
   * The value, not older than `maxAgeMs` if the source answers; undefined if there is none that can
   * be served.
   */
  async get({ maxAgeMs, allowStale = false }: Freshness): Promise<Loaded<T> | undefined> {
    const { staleMaxMs } = this.#options;
    const ageMaxMs = this.#ageMaxMs(maxAgeMs);
    const ageMs = this.#ageMs;
    if (ageMs > ageMaxMs && this.#since(this.#failedAt) >= this.#pauseMs) {
      this.#loading ??= this.#load(maxAgeMs);
      const isUsable = ageMs <= staleMaxMs;
      const isSlow = this.#tookMs > slowLoadMs;
      const isStaleAllowed = allowStale && isSlow && ageMs <= ageMaxMs * staleFactor;
      if (!isUsable || !isStaleAllowed) {
        const timeout = delay(isUsable ? waitForNewerMs : waitForFirstMs);
        await Promise.race([this.#loading, timeout]);
      }
    }
    return this.#ageMs <= staleMaxMs ? this.#loaded : undefined;
  }

  /**
   * Whether what is served may be out of date: the last call failed, or it takes so long that there
   * is only what was older than `maxAgeMs` when the caller asked.
   */
  isBehind(askedAt: number, maxAgeMs: number): boolean {
    const loadedAt = this.#loaded?.loadedAt ?? Number.NEGATIVE_INFINITY;
    const isLoadedSince = loadedAt >= askedAt && loadedAt <= this.#options.now();
    const isOld = Math.abs(askedAt - loadedAt) > this.#ageMaxMs(maxAgeMs);
    return this.#failedAt > Number.NEGATIVE_INFINITY || (isOld && !isLoadedSince);
  }

  #ageMaxMs(maxAgeMs: number): number {
    const { minAgeMs } = this.#options;
    return Math.max(maxAgeMs, this.#loaded ? (minAgeMs?.(this.#loaded.value) ?? 0) : 0);
  }

  get #ageMs(): number {
    return this.#since(this.#loaded?.loadedAt ?? Number.NEGATIVE_INFINITY);
  }

  /** Absolute: after the clock was set back, a value from the future counts as old. */
  #since(instant: number): number {
    return Math.abs(this.#options.now() - instant);
  }

  async #load(maxAgeMs: number): Promise<void> {
    const { load, now, onFailure } = this.#options;
    const began = now();
    try {
      this.#loaded = await load(maxAgeMs);
      this.#tookMs = this.#since(began);
      this.#failedAt = Number.NEGATIVE_INFINITY;
    } catch (error) {
      this.#failedAt = now();
      const asked = error instanceof UpstreamError ? (error.retryAfterMs ?? 0) : 0;
      this.#pauseMs = Math.max(shortestPauseMs, asked);
      onFailure(error);
    } finally {
      this.#loading = undefined;
    }
  }
}
