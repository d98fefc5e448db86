import type { ReactiveControllerHost } from 'lit';
import { asClientError, ClientError, isClientError } from '../../client/error.ts';
import { createKey } from '../../client/key.ts';
import { createPromoCodeClient, type PromoCodeClient } from '../../client/promo-codes.ts';
import type { RedeemVerdict, Verdict } from '../../contract/promo-code.ts';
import { Connection } from '../shared/connection.ts';
import { Countdown } from '../shared/countdown.ts';
import { PromoCodeCheckEvent, PromoCodeErrorEvent, PromoCodeVerdictEvent } from './events.ts';
import { type Outcome, outcomeOf, outcomeOfFailure } from './outcome.ts';

/** The element whose code is checked, and its settings. */
interface InquiryHost extends ReactiveControllerHost, EventTarget {
  readonly endpoint: string | undefined;
  readonly company: string | undefined;
  readonly consume: boolean;
  readonly client: PromoCodeClient | null | undefined;
  /**
   * A key for each code until it is refused, or another order begins: no code is used up twice,
   * even if the page is reloaded or the visitor comes back to it.
   */
  memo: Record<string, string>;
}

/** Checks or redeems a code at the proxy, one at a time, and holds the outcome. */
export class Inquiry {
  outcome: Outcome | undefined;
  /** When the outcome came, in time of `performance.now()`. */
  settledAt = 0;
  /** Runs while the proxy has asked to wait. */
  declare readonly countdown: Countdown;
  readonly #host: InquiryHost;
  readonly #connection: Connection<PromoCodeClient> = new Connection(createPromoCodeClient);
  /** The running check. One whose code was typed over is no longer it, and is ignored. */
  #check: AbortController | undefined;
  #running: Promise<void> | undefined;

  constructor(host: InquiryHost) {
    this.#host = host;
    this.countdown = new Countdown(host);
  }

  /** Starts, unless a check runs, has to wait, is done for good or is cancelled by the page. */
  start(code: string): void {
    const isFree = !this.#check && !this.countdown.isRunning && this.outcome?.status !== 'redeemed';
    if (!isFree || !this.#host.dispatchEvent(new PromoCodeCheckEvent(code))) return;
    this.#check = new AbortController();
    this.#running = this.#ask(code, this.#check);
  }

  /** Resolves when no check runs; never rejects. When `signal` aborts, the check ends with it. */
  async end(signal: AbortSignal | undefined): Promise<void> {
    const check = this.#check;
    signal?.addEventListener('abort', () => check?.abort(), { once: true });
    await this.#running;
  }

  /** To be called when the code changes. */
  forget(): void {
    this.#check?.abort();
    // A page that removes a redeemed code has begun another order.
    if (this.outcome?.status === 'redeemed') this.#host.memo = {};
    this.#check = this.#running = this.outcome = undefined;
  }

  async #ask(code: string, check: AbortController): Promise<void> {
    this.#settle({ status: 'checking', text: 'checking' });
    const answer = await this.#call(code, check.signal).catch(asClientError);
    if (check !== this.#check) return;
    this.#check = undefined;
    if (!isClientError(answer)) {
      this.#settle(outcomeOf(answer));
      this.#host.dispatchEvent(new PromoCodeVerdictEvent(code, answer));
      return;
    }
    const { failure, retryAfterMs } = answer;
    const outcome = outcomeOfFailure(failure);
    this.#settle(outcome, retryAfterMs);
    if (outcome.status === 'error') {
      this.#host.dispatchEvent(new PromoCodeErrorEvent(code, failure));
    }
  }

  async #call(code: string, signal: AbortSignal): Promise<Verdict | RedeemVerdict> {
    const { client: given, endpoint, company, consume, memo } = this.#host;
    const client = given ?? this.#connection.to(endpoint);
    if (!client) {
      console.error('<promo-code-input> needs an endpoint: an http(s) URL.');
      throw new ClientError('misconfigured');
    }
    if (!consume) return client.validate(code, { company, signal });
    const name = `${company}${code}`.toLowerCase();
    const key = (memo[name] ??= createKey());
    // So that the browser keeps the key before it is sent.
    this.#host.requestUpdate();
    const verdict = await client.redeem(code, { company, signal, key });
    // The key of a redeemed code is kept: a page that the visitor comes back to sends it again.
    if (verdict.status === 'refused') delete memo[name];
    return verdict;
  }

  #settle(outcome: Outcome, retryAfterMs?: number): void {
    this.outcome = outcome;
    this.settledAt = performance.now();
    this.countdown.set(retryAfterMs);
    this.#host.requestUpdate();
  }
}
