import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Counts down to the moment when a call may be tried again, and updates its host each second. */
export class Countdown implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #until = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get isRunning(): boolean {
    return this.#until > performance.now();
  }

  /** What is left, in the words of a language: "12 seconds", "12 detik". */
  left(lang: string): string {
    const seconds = Math.ceil((this.#until - performance.now()) / 1000);
    return seconds.toLocaleString(lang, { style: 'unit', unit: 'second', unitDisplay: 'long' });
  }

  start(ms: number): void {
    this.#until = performance.now() + ms;
    this.hostConnected();
  }

  stop(): void {
    this.start(0);
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
    this.#host.requestUpdate();
  }
}
