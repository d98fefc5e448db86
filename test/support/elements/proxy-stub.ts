import { type Client, createClient } from '../../../src/client/index.ts';

export interface Sent {
  readonly path: string;
  readonly key: string | null;
  readonly body: Record<string, unknown>;
}

type Answer = Response | Promise<Response> | Error;

/** The network as a client sees it: real requests in, real `Response`s out, nothing in between. */
export class ProxyStub {
  readonly sent: Sent[] = [];
  readonly client: Client;
  #answers: ((sent: Sent) => Answer)[] = [];

  constructor() {
    this.client = createClient({
      endpoint: 'https://proxy.example/',
      fetch: (input, init) => this.#answer(new Request(input, init)),
      wait: () => Promise.resolve(),
    });
  }

  /** What the next requests get, one after the other; the last answer stays. */
  answer(...answers: (Answer | ((sent: Sent) => Answer))[]): this {
    this.#answers = answers.map((answer) => (typeof answer === 'function' ? answer : () => answer));
    return this;
  }

  /** Makes the next answer wait; returns a function that gives it. */
  hold(): (response: Response) => void {
    const { promise, resolve } = Promise.withResolvers<Response>();
    this.answer(promise);
    return resolve;
  }

  async #answer(request: Request): Promise<Response> {
    const sent = {
      path: new URL(request.url).pathname,
      key: request.headers.get('idempotency-key'),
      body: (await request.json()) as Record<string, unknown>,
    };
    this.sent.push(sent);
    const next = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
    const answer = await next?.(sent);
    if (answer === undefined || answer instanceof Error) throw answer ?? new TypeError('no answer');
    return answer.clone();
  }
}

export function reply(value: unknown, status = 200): Response {
  return Response.json(value, { status });
}

export function problem(
  status: number,
  type: string,
  more: object = {},
  retryAfter = '',
): Response {
  const headers = {
    'content-type': 'application/problem+json',
    ...(retryAfter && { 'retry-after': retryAfter }),
  };
  const body = JSON.stringify({ type, title: type, status, ...more });
  return new Response(body, { status, headers });
}
