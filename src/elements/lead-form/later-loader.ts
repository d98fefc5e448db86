import type { ReactiveController } from 'lit';
import { send } from './delivery.ts';
import type { LaterParts } from './later.ts';
import { takeTurn } from './turn.ts';

/** How long a page may be busy where the engine does not say when it is idle (WebKit). */
const patienceMs = 1_000;

/** How long a lead waits for what keeps it safe, and for what it cannot do without. */
const momentMs = 1_000;
/** And how long a page may be busy where the engine says so: some are never idle. */
const deadlineMs = 4_000;

/** Loads the rest of a form when the page is idle, or when the visitor comes to a field. */
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
    // Not every WebKit has it, and then an `<iframe>` of that name is in its place.
    if (typeof requestIdleCallback === 'function') {
      requestIdleCallback(load, { timeout: deadlineMs });
    } else setTimeout(load, patienceMs);
  }

  /** Resolves to what completes the form. Where it did not come, the next call tries again. */
  #load(): Promise<(() => void) | undefined> {
    return (this.#loading ??= import('./later.ts').then(
      async ({ attachLater }) => {
        await new Promise<void>(takeTurn);
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
      // A page that breaks it has no more than the form, which waits for this.
      console.error(error);
    }
  }

  /** Waits a moment for it; longer where it reads the page's own fields. */
  async settle(): Promise<void> {
    const isNeeded = this.#parts.host.querySelector('[slot=extra]');
    const waitMs = isNeeded ? deadlineMs : momentMs;
    await Promise.race([this.#complete(), new Promise((resolve) => setTimeout(resolve, waitMs))]);
  }
}
