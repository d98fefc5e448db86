import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { waitInWords } from './duration.ts';

/** Texts of either element. */
interface WaitTexts {
  /** BCP 47. */
  readonly lang: string;
  get(key: 'wait', values: { readonly time: string }): string;
}

type Rendered = TemplateResult | typeof nothing;

/** Counts down to the moment when a call may be tried again, and updates its host each second. */
export class Countdown implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #until = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isNew = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get isRunning(): boolean {
    return this.#until > performance.now();
  }

  /**
   * The time left, in words: inside a live region for the first second, and outside it from then
   * on. Otherwise a screen reader would read out each second.
   */
  render(texts: WaitTexts): readonly [inside: Rendered, outside: Rendered] {
    if (!this.isRunning) return [nothing, nothing];
    const seconds = Math.ceil((this.#until - performance.now()) / 1000);
    const time = waitInWords(seconds, texts.lang);
    // An element of its own: its removal is not read out, a changed text would be.
    const words = html`<span>${texts.get('wait', { time })}</span>`;
    return this.#isNew ? [words, nothing] : [nothing, words];
  }

  /** Starts from now; without a time, there is nothing to wait for. */
  set(ms = 0): void {
    this.#until = performance.now() + ms;
    this.#isNew = true;
    this.hostConnected();
  }

  hostConnected(): void {
    this.hostDisconnected();
    if (this.isRunning) this.#timer = setInterval(() => this.#tick(), 1000);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    if (!this.isRunning) this.hostDisconnected();
    this.#isNew = false;
    this.#host.requestUpdate();
  }
}
