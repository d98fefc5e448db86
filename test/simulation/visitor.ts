import type { Random } from './random.ts';
import type { Submission } from './scenario.ts';
import type { Scheduler } from './scheduler.ts';
import { pageOrigin } from './server.ts';

/** A final answer, as the page received it. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly isReplay: boolean;
}

export interface VisitorOptions {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /**
   * Sends a request to any running server. Resolves to undefined if there is none, if it died
   * before it answered, or if its answer was lost.
   */
  readonly send: (request: Request) => Promise<Response | undefined>;
  readonly onAnswer: (submission: Submission, answer: Answer) => void;
}

const attemptsMax = 12;

/** Sends a submission until it has its answer, always with the same key, and then perhaps again. */
export async function visit(submission: Submission, options: VisitorOptions): Promise<void> {
  const { scheduler, random, onAnswer } = options;
  await elapsed(scheduler, submission.atMs);
  let answersWanted = submission.sendsTwice ? 2 : 1;
  for (let attempt = 1; attempt <= attemptsMax && answersWanted > 0; attempt += 1) {
    const response = await options.send(requestOf(submission));
    const status = response?.status ?? 0;
    if (response) {
      const body = await response.text();
      const isReplay = response.headers.get('idempotent-replayed') === 'true';
      onAnswer(submission, { status, body, isReplay });
    }
    if (status === 200 || status === 202) answersWanted -= 1;
    await elapsed(scheduler, random.between(1, 20_000));
  }
}

function elapsed(scheduler: Scheduler, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  scheduler.after(ms, '', resolve);
  return promise;
}

function requestOf({ kind, key, phone, code, subject, isSuspicious }: Submission): Request {
  const lead = {
    first_name: 'Ana',
    last_name: 'Wijaya',
    phone,
    click_id: subject,
    product: 'blackmask',
    ...(code !== undefined && { promo_code: code }),
    ...(isSuspicious && { signals: { trap: true, elapsed_ms: 0 } }),
  };
  const path = kind === 'lead' ? '/v1/leads' : '/v1/promo-codes/redeem';
  return new Request(`https://proxy.test${path}`, {
    method: 'POST',
    headers: {
      origin: pageOrigin,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(kind === 'lead' ? lead : { code }),
  });
}
