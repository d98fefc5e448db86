import type { ReactiveController } from 'lit';
import type { Touch } from '../../contract/attribution.ts';
import type { ViewRequest, ViewStep, ClickOrigin } from '../../contract/view.ts';
import { attempt } from '../shared/attempt.ts';
import { attributionOf } from './attribution.ts';
import type { LaterParts } from './later.ts';

/** How much of a form is in view where it counts as shown: a tall one may never be whole. */
const partSeen = 0.25;
/** And for how long: who scrolls past has not seen it (the MRC's rule for advertisements). */
const seenMs = 1000;
/** The longest name of a click source is shorter; what somebody else wrote there stays here. */
const nameLengthMax = 32;

const steps: readonly ViewStep[] = ['shown', 'started'];

/** What this page has told: a form that stands there twice, or is made anew, is one. */
const told = new Set<string>();

/**
 * Has the proxy count that a form was shown, and that somebody began to fill it in. Nothing is read
 * or kept in the browser, nothing tells one visitor from another, and nobody waits for the answer.
 */
export class ViewCount implements ReactiveController {
  readonly #parts: LaterParts;
  readonly #untold: Set<ViewStep> = new Set(steps);
  readonly #observer: IntersectionObserver;
  #seeing: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: LaterParts) {
    this.#parts = parts;
    this.#observer = new IntersectionObserver((entries) => this.#onSeen(entries), {
      threshold: partSeen,
    });
    // Not every password manager tells of its input.
    const once = { once: true };
    for (const type of ['input', 'lead-submit']) parts.host.addEventListener(type, this, once);
  }

  hostConnected(): void {
    addEventListener('visibilitychange', this);
    this.#watch();
  }

  hostDisconnected(): void {
    removeEventListener('visibilitychange', this);
    this.#stop();
  }

  handleEvent({ type }: Event): void {
    if (type === 'visibilitychange') this.#watch();
    else for (const step of steps) this.#tellOnce(step);
  }

  /** A page that is rendered ahead, or opened behind others, is seen later or never. */
  #watch(): void {
    if (document.visibilityState === 'visible') this.#observer.observe(this.#parts.host);
    else this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#seeing);
    this.#observer.disconnect();
  }

  #onSeen(entries: readonly IntersectionObserverEntry[]): void {
    clearTimeout(this.#seeing);
    const { intersectionRatio = 0 } = entries.at(-1) ?? {};
    if (intersectionRatio < partSeen) return;
    this.#seeing = setTimeout(() => this.#tellOnce('shown'), seenMs);
  }

  #tellOnce(step: ViewStep): void {
    if (this.#untold.delete(step)) attempt(() => this.#tell(step));
  }

  #tell(step: ViewStep): void {
    const { host, submission, texts, endpoint, touch } = this.#parts;
    const base = endpoint();
    if (base === undefined || host.noCount) return;
    // A client of the page's own may send anywhere; in a sandbox a page has no origin.
    if (host.client || globalThis.origin === 'null') return;
    // A form that is not complete remembers nothing, and knows this page's touch alone.
    const known = submission.supplement?.attribution() ?? attributionOf(touch());
    const { first, last } = known ?? {};
    const view: ViewRequest = {
      step,
      product: submission.parts.draft.values.product,
      locale: texts.lang,
      attribution: { first: clickOriginOf(first), last: clickOriginOf(last) },
    };
    const body = JSON.stringify(view);
    if (told.has(base + body)) return;
    told.add(base + body);
    fetch(`${base}v1/views`, {
      method: 'POST',
      // As text, so that no browser asks first whether it may. Not with `no-cors`: where the page's
      // policy or we name no referrer, Firefox and WebKit keep the origin to themselves then.
      body,
      credentials: 'omit',
      referrer: '',
      keepalive: true,
    }).catch(() => {});
  }
}

/** What tells where a click came from, without the page that it came from. */
function clickOriginOf(touch: Touch | undefined): ClickOrigin | undefined {
  return (
    touch && {
      utm_source: touch.utm_source?.slice(0, nameLengthMax),
      click_id_source: touch.click_id_source,
      referrer: touch.referrer?.split('/', 3).join('/'),
    }
  );
}
