import type { ReactiveController } from 'lit';
import { send } from './delivery.ts';
import type { LaterParts } from './later/later.ts';

/** How long an untouched form waits before it loads the rest: a page that starts is busy. */
const restMs = 1_000;

/** How long a lead waits for the rest of the form, which keeps it in the browser. */
const momentMs = 1_000;
/** The same if there are extra fields. */
const deadlineMs = 4_000;

/** Loads the rest of a form when the visitor comes to it, or a second after it is there. */
export class LaterLoader implements ReactiveController {
  readonly #parts: LaterParts;
  #loading: Promise<(() => void) | undefined> | undefined;

  constructor(parts: Omit<LaterParts, 'send' | 'createdAt'>) {
    this.#parts = { ...parts, send, createdAt: performance.now() };
    parts.host.addController(this);
    for (const type of ['focusin', 'input']) {
      parts.host.addEventListener(type, () => void this.#complete());
    }
  }

  /** Not before it is rendered: the trap has to come last. And again if it is to remember now. */
  hostUpdated(): void {
    const { host, lightForm } = this.#parts;
    // The visitor may soon be on another page, or has begun in the page's own form.
    const isUrgent = host.remember != null || lightForm()?.focus;
    setTimeout((): unknown => this.#load().catch(console.error), isUrgent ? 0 : restMs);
  }

  /** Resolves to the function that completes the form. If loading fails, the next call retries. */
  #load(): Promise<(() => void) | undefined> {
    return (this.#loading ??= import('./later/later.ts').then(
      ({ attachLater }) => attachLater(this.#parts),
      () => (this.#loading = undefined),
    ));
  }

  /** If the page breaks it, the form that waits for it still sends. */
  #complete(): Promise<void> {
    return this.#load()
      .then((complete) => complete?.())
      .catch(console.error);
  }

  /** Waits a moment for the rest of the form; longer if it has to read the page's own fields. */
  async settle(): Promise<void> {
    const isNeeded = this.#parts.host.querySelector('[slot=extra]');
    const waitMs = isNeeded ? deadlineMs : momentMs;
    await Promise.race([this.#complete(), new Promise((resolve) => setTimeout(resolve, waitMs))]);
  }
}
