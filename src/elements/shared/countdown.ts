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
    const seconds = Math.max(1, Math.ceil((this.#until - performance.now()) / 1000));
    const [value, unit] = seconds > 90 ? [Math.ceil(seconds / 60), 'minute'] : [seconds, 'second'];
    const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
    return new Intl.NumberFormat(lang, style).format(value);
  }

  start(ms: number): void {
    this.#until = performance.now() + ms;
    this.hostConnected();
    this.#host.requestUpdate();
  }

  stop(): void {
    this.#until = 0;
    this.hostDisconnected();
  }

  hostConnected(): void {
    this.hostDisconnected();
    if (this.isRunning) this.#timer = setInterval(() => this.#tick(), 1000);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    if (!this.isRunning) this.stop();
    this.#host.requestUpdate();
  }
}
