import type { ReactiveController } from 'lit';
import type { Touch } from '../../../contract/attribution.ts';
import type { ViewRequest, ViewStep, ClickOrigin } from '../../../contract/view.ts';
import { attempt } from '../../shared/attempt.ts';
import { attributionOf } from '../attribution.ts';
import type { LaterParts } from './later.ts';

/** The share in view that counts as shown: a tall form may never be in view as a whole. */
const partSeen = 0.25;
/** And for how long: scrolling past does not count (the MRC's rule for advertisements). */
const seenMs = 1000;
/** Longer than any name of a click source; the rest of a stranger's text is not sent. */
const nameLengthMax = 32;

const steps: readonly ViewStep[] = ['shown', 'started'];

/** What this page has reported: two equal forms, or one that is created again, count once. */
const reported = new Set<string>();

/**
 * Has the proxy count that a form was shown, and that somebody began to fill it in. Nothing is read
 * from or kept in the browser, nothing distinguishes visitors, and nothing waits for the reply.
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
    // Not every password manager fires `input`.
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

  /** A page that is prerendered, or opened in the background, is seen later or never. */
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
    // A client of the page's own may send anywhere; a sandboxed page has no origin.
    if (host.client || globalThis.origin === 'null') return;
    // A form that is not complete knows only the touch of this page.
    const known = submission.supplement?.attribution() ?? attributionOf(touch());
    const { first, last } = known ?? {};
    const view: ViewRequest = {
      step,
      product: submission.parts.draft.values.product,
      locale: texts.lang,
      attribution: { first: clickOriginOf(first), last: clickOriginOf(last) },
    };
    const body = JSON.stringify(view);
    if (reported.has(base + body)) return;
    reported.add(base + body);
    fetch(`${base}v1/views`, {
      method: 'POST',
      // As text, so that there is no preflight request. Not with `no-cors`: without a referrer, by
      // the page's policy or ours, Firefox and WebKit would then not send the origin.
      body,
      credentials: 'omit',
      referrer: '',
      keepalive: true,
    }).catch(() => {});
  }
}

/** Where a click came from, without the path of the referring page. */
function clickOriginOf(touch: Touch | undefined): ClickOrigin | undefined {
  return (
    touch && {
      utm_source: touch.utm_source?.slice(0, nameLengthMax),
      click_id_source: touch.click_id_source,
      referrer: touch.referrer?.split('/', 3).join('/'),
    }
  );
}
