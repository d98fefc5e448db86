/**
 * A site of its own for each hard page, under `/recorder/NAME/` of the test runner's server: the
 * page as a test wrote it, and a proxy that records what reaches it over a real network.
 */
import type { IncomingMessage } from 'node:http';
import { LeadRequest } from '../../../src/contract/index.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Sent {
  readonly path: string;
  readonly key: unknown;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
  /** Whether it is a lead by the contract. */
  readonly isLead: boolean;
}

class Recorder {
  page: Reply | undefined;
  readonly #sent: Sent[] = [];
  #answer: Reply | undefined;
  #held: PromiseWithResolvers<void> | undefined;

  /** Sets what the test needs; returns what was sent until now. */
  control(command: string, text: string): Reply {
    if (command === 'hold') this.#held = Promise.withResolvers();
    if (command === 'release') this.#held?.resolve();
    if (command === 'answer') this.#answer = JSON.parse(text) as Reply;
    if (command === 'page') this.page = JSON.parse(text) as Reply;
    return json(this.#sent);
  }

  async take(path: string, headers: Sent['headers'], text: string): Promise<Reply> {
    const body: unknown = JSON.parse(text);
    const key = headers['idempotency-key'];
    this.#sent.push({ path, key, body, headers, isLead: LeadRequest.safeParse(body).success });
    await this.#held?.promise;
    if (this.#answer) return this.#answer;
    return path === 'v1/leads'
      ? json({ ref: 'REF-1', received_at: '2026-11-21T20:00:00Z' })
      : json({ status: 'valid', code: 'WELCOME10' });
  }
}

const recorders = new Map<string, Recorder>();

/** Handles requests under `/recorder/NAME/`. */
export async function record(request: IncomingMessage): Promise<Reply | undefined> {
  const { url = '', method, headers } = request;
  const [, name, path = ''] = /^\/recorder\/([^/]+)\/([^?]*)/.exec(url) ?? [];
  if (name === undefined) return undefined;
  const recorder = recorders.get(name) ?? new Recorder();
  recorders.set(name, recorder);
  if (path === 'page.html') return recorder.page;
  if (method === 'OPTIONS') return json(null);
  const text = await readText(request);
  return path.startsWith('v1/') ? recorder.take(path, headers, text) : recorder.control(path, text);
}

function json(value: unknown): Reply {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      // A sandboxed page has no origin to allow.
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
    },
    body: JSON.stringify(value),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString();
}
