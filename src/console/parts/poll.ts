import type { ReactiveController } from 'lit';
import { ApiError } from './api.ts';
import type { ConsolePage } from './console-page.ts';

const everyMsUsual = 5000;
const longestMs = 60_000;

/**
 * Polls while the page is visible: tabs in the background are silent, so that only one of many
 * asks. If the server cannot answer, it is asked less and less often, and not before its
 * `Retry-After`.
 */
export class Poll implements ReactiveController {
  /** Whether the server did not answer when it was asked last. */
  isFailing = false;
  readonly #host: ConsolePage;
  readonly #ask: () => Promise<void>;
  readonly #everyMs: number;
  #waitMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #isStopped = false;

  /** `ask` throws {@link ApiError} if there is no answer. */
  constructor(host: ConsolePage, ask: () => Promise<void>, everyMs: number = everyMsUsual) {
    this.#host = host;
    this.#ask = ask;
    this.#everyMs = everyMs;
    this.#waitMs = everyMs;
    host.addController(this);
  }

  hostConnected(): void {
    this.#isStopped = false;
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#schedule();
  }

  hostDisconnected(): void {
    this.#isStopped = true;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#timer);
  }

  /** The server has answered, to this or to another question: it is not away. */
  hasAnswered(): void {
    this.#waitMs = this.#everyMs;
    this.#tell(false);
    if (!this.#isAsking) this.#schedule();
  }

  readonly #onVisibility = (): void => {
    clearTimeout(this.#timer);
    // A person who comes back sees at once what has changed.
    if (document.visibilityState === 'visible' && !this.isFailing) void this.#run();
    else this.#schedule();
  };

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#isStopped || document.visibilityState !== 'visible') return;
    // Jitter, so that pages that were opened together do not ask together.
    const jitterMs = this.#waitMs * 0.2 * Math.random();
    this.#timer = setTimeout(() => void this.#run(), this.#waitMs + jitterMs);
  }

  async #run(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      await this.#ask();
      this.hasAnswered();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.type === 'unauthorized') return this.#host.tellSignedOut({ isUndone: false });
      const { retryAfterSeconds } = error;
      this.#waitMs = Math.min(longestMs, Math.max(this.#waitMs * 2, retryAfterSeconds * 1000));
      this.#tell(true);
    } finally {
      this.#isAsking = false;
      this.#schedule();
    }
  }

  #tell(isFailing: boolean): void {
    if (this.isFailing === isFailing) return;
    this.isFailing = isFailing;
    this.#host.requestUpdate();
  }
}
