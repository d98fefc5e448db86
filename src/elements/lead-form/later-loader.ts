import type { ReactiveController } from 'lit';
import { send } from './delivery.ts';
import type { LaterParts } from './later.ts';
import { runInTurn } from './run-in-turn.ts';

/** The delay before loading if the engine does not say when the page is idle (WebKit). */
const patienceMs = 1_000;

/** How long a lead waits for the rest of the form, which keeps it in the browser. */
const momentMs = 1_000;
/** The same if there are extra fields; also the limit for pages that are never idle. */
const deadlineMs = 4_000;

/** Loads the rest of a form when the page is idle, or when the visitor enters a field. */
export class LaterLoader implements ReactiveController {
  readonly #parts: LaterParts;
  #loading: Promise<(() => void) | undefined> | undefined;

  constructor(parts: Omit<LaterParts, 'send' | 'createdAt'>) {
    this.#parts = { ...parts, send, createdAt: performance.now() };
    parts.host.addController(this);
    parts.host.addEventListener('focusin', () => void this.#complete());
  }

  hostConnected(): void {
    const load = (): unknown => this.#load().catch(console.error);
    // Not every WebKit has it; then the name may refer to an `<iframe>`.
    if (typeof requestIdleCallback === 'function') {
      requestIdleCallback(load, { timeout: deadlineMs });
    } else setTimeout(load, patienceMs);
  }

  /** Resolves to the function that completes the form. If loading fails, the next call retries. */
  #load(): Promise<(() => void) | undefined> {
    return (this.#loading ??= import('./later.ts').then(
      async ({ attachLater }) => {
        await new Promise<void>(runInTurn);
        return attachLater(this.#parts);
      },
      () => (this.#loading = undefined),
    ));
  }

  async #complete(): Promise<void> {
    try {
      const complete = await this.#load();
      complete?.();
    } catch (error) {
      // If the page breaks it, the form that waits for it still sends.
      console.error(error);
    }
  }

  /** Waits a moment for the rest of the form; longer if it has to read the page's own fields. */
  async settle(): Promise<void> {
    const isNeeded = this.#parts.host.querySelector('[slot=extra]');
    const waitMs = isNeeded ? deadlineMs : momentMs;
    await Promise.race([this.#complete(), new Promise((resolve) => setTimeout(resolve, waitMs))]);
  }
}
