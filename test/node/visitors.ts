import { after } from 'node:test';
import { pause } from '../support/poll.ts';

const fields = { first_name: 'Ana', last_name: 'Sari', product: 'blackmask' };

export interface VisitorsOptions {
  /** The server's current address. */
  readonly url: () => string;
  /** How many visitors send at the same time. */
  readonly count: number;
  /** The promo code of a lead, by its phone. */
  readonly codeOf?: (phone: number) => string;
  /** The first phone; the others count up from it. */
  readonly firstPhone?: number;
}

/** Visitors who send leads one after the other, each with one key until it has its receipt. */
export class Visitors {
  /** The `ref` of each lead, by its phone. */
  readonly receipts: Map<number, string> = new Map();
  /** Status and `Retry-After` of the replies that were not receipts. */
  readonly refusals: (readonly [status: number, retryAfter: string | null])[] = [];
  /** Requests without a reply, or with an incomplete one. */
  unanswered = 0;
  readonly #options: VisitorsOptions;
  readonly #sending: Promise<unknown>;
  #waiting: { readonly count: number; readonly resolve: () => void } | undefined;
  #ready: Promise<void> | undefined;
  #count = 0;
  #isStopped = false;
  #isGivenUp = false;

  constructor(options: VisitorsOptions) {
    this.#options = options;
    // If the test fails before they have left, they stop with it.
    after(() => {
      this.#isStopped = true;
      this.#isGivenUp = true;
    });
    this.#sending = Promise.all(Array.from({ length: options.count }, () => this.#visit()));
  }

  /** Waits for this many more receipts. */
  async more(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting = { count: this.receipts.size + count, resolve };
    await promise;
  }

  /** Lets every visitor get a receipt, and sends no more leads. */
  async leave(): Promise<void> {
    this.#isStopped = true;
    await this.#sending;
  }

  async #visit(): Promise<void> {
    const { firstPhone = 62_800_000_001 } = this.#options;
    while (!this.#isStopped) {
      const phone = firstPhone + this.#count;
      this.#count += 1;
      while (!this.#isGivenUp && !(await this.#send(phone))) {
        // All share one wait, so that a starting server is not polled by each.
        this.#ready ??= this.#becomesReady();
        await this.#ready;
      }
    }
  }

  /** The deadline is the test's own. */
  async #becomesReady(): Promise<void> {
    while (!this.#isGivenUp) {
      const reply = await fetch(`${this.#options.url()}/readyz`).catch(() => undefined);
      if (reply?.ok === true) break;
      await pause();
    }
    this.#ready = undefined;
  }

  async #send(phone: number): Promise<boolean> {
    const { url, codeOf } = this.#options;
    const lead = { ...fields, phone: String(phone), ...(codeOf && { promo_code: codeOf(phone) }) };
    try {
      const reply = await fetch(`${url()}/v1/leads`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': `lead-of-${phone}`,
          origin: url(),
        },
        body: JSON.stringify(lead),
      });
      const { ref } = (await reply.json()) as { readonly ref: string };
      if (reply.status === 202) this.#keep(phone, ref);
      else this.refusals.push([reply.status, reply.headers.get('retry-after')]);
      return reply.status === 202;
    } catch {
      this.unanswered += 1;
      return false;
    }
  }

  #keep(phone: number, ref: string): void {
    this.receipts.set(phone, ref);
    if (this.receipts.size === this.#waiting?.count) this.#waiting.resolve();
  }
}
