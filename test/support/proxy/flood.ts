import type { Challenge } from '../../../src/contract/challenge.ts';
import { goodLead, type Stage, withKey } from './proxy-stage.ts';
import { solve } from './solve-challenge.ts';

/** Hardly any work, so that the test is fast. */
export const easyLimits = {
  secret: 'a secret of servers',
  trustedProxies: [],
  difficulty: { cost: 1, keysMin: 1, keysMax: 3 },
} as const;

let leads = 0;

/** Sends a lead of another phone each time; resolves to the reply. */
export function postLead(
  stage: Stage,
  fields: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  leads += 1;
  const phone = `62812${String(leads).padStart(8, '0')}`;
  const body = { ...goodLead, phone, ...fields };
  return stage.post('/v1/leads', body, { ...withKey(`lead-key-${leads}`), ...headers });
}

/** Sends a request, and does the work if it is asked for, as our client does. */
export async function working(
  send: (headers: Readonly<Record<string, string>>) => Promise<Response>,
): Promise<Response> {
  const reply = await send({});
  if (reply.status !== 403) return reply;
  return send({ 'challenge-solution': await solve(await challengeIn(reply)) });
}

export async function challengeIn(reply: Response): Promise<Challenge> {
  const { challenge } = (await reply.json()) as { readonly challenge: Challenge };
  return challenge;
}

/** How often each status came. */
export function tally(replies: readonly Response[]): Readonly<Record<string, number>> {
  const byStatus = Map.groupBy(replies, ({ status }) => String(status));
  return Object.fromEntries(Array.from(byStatus, ([status, { length }]) => [status, length]));
}

/** Sends `number` requests, a hundred at a time, as in a busy second of a server. */
export async function crowd(
  number: number,
  send: (index: number) => Promise<Response>,
): Promise<readonly Response[]> {
  const replies: Response[] = [];
  while (replies.length < number) {
    const first = replies.length;
    const length = Math.min(100, number - first);
    replies.push(...(await Promise.all(Array.from({ length }, (_, i) => send(first + i)))));
  }
  return replies;
}
