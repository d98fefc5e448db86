import assert from 'node:assert/strict';
import { readFieldErrors, readLeadReceipt, readVerdict } from '../../src/client/replies.ts';
import { Verdict } from '../../src/contract/index.ts';
import { UpstreamError } from '../../src/upstream/failure.ts';
import { preview } from '../../src/upstream/preview.ts';
import { promoholder } from '../../src/upstream/promoholder/adapter.ts';
import { promosSeru } from '../../src/upstream/promos-seru/adapter.ts';
import type { Target } from './targets.ts';

const secret = 'canary-of-the-upstream';
const statuses: readonly number[] = [200, 201, 400, 401, 429, 500, 503];

/** The first byte is the status, the rest the body. */
function replyOf(input: Buffer): () => Promise<Response> {
  const [first = 0] = input;
  const status = statuses[first % statuses.length] ?? 200;
  return async () => new Response(new Uint8Array(input.subarray(1)), { status });
}

/** The answer; undefined if the adapter throws its error. */
async function answerOf<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    assert.ok(error instanceof UpstreamError, String(error));
    assert.doesNotMatch(error.message, new RegExp(`${secret}|62812345678`));
    assert.match(error.message, /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u);
    return undefined;
  }
}

const signal = new AbortController().signal;
const now = Date.parse('2026-06-15T12:00:00Z');

async function readPromoholder(input: Buffer): Promise<void> {
  const baseUrl = 'http://vendor.test';
  const upstream = promoholder({ baseUrl, token: secret, fetch: replyOf(input) });
  const redemption = await answerOf(upstream.redeem({ company: 'acme', code: 'SPRING' }, signal));
  if (redemption?.status === 'refused') assert.ok(!redemption.text.includes(secret));
  await answerOf(upstream.companies(signal));
  for (const code of (await answerOf(upstream.list('acme', signal))) ?? []) {
    const verdict = preview(code, now);
    assert.deepEqual(Verdict.parse(verdict), verdict);
  }
}

async function readPromosSeru(input: Buffer): Promise<void> {
  const reply = replyOf(input);
  const upstream = promosSeru({
    baseUrl: 'http://vendor.test',
    name: 'fuzz',
    secretKey: secret,
    fetch: async (request) =>
      request.url.endsWith('/token') ? new Response('{"status":"ok","token":"canary"}') : reply(),
  });
  const contact = {
    first_name: 'Ana',
    last_name: 'Sari',
    phone: '62812345678',
    click_id: 'direct',
    product: 'blackmask',
    ref: 'one-lead',
  };
  const outcome = await answerOf(upstream.create(contact, signal));
  if (outcome?.status === 'created') assert.match(outcome.id, /^[1-9]\d*$/);
  const stranger = promosSeru({
    baseUrl: 'http://vendor.test',
    name: 'fuzz',
    secretKey: secret,
    fetch: reply,
  });
  await answerOf(stranger.authenticate(signal));
}

/** The browser's client reads a reply that may not come from the proxy. */
function readProxyReply(input: Buffer): void {
  let value: unknown;
  try {
    value = JSON.parse(input.toString('utf8'));
  } catch {
    return;
  }
  const verdict = readVerdict(value);
  if (verdict) assert.ok(['valid', 'invalid', 'unchecked'].includes(verdict.status));
  const receipt = readLeadReceipt(value);
  if (receipt) assert.equal(typeof receipt.ref, 'string');
  for (const { field } of readFieldErrors(value) ?? []) assert.equal(typeof field, 'string');
}

export const replyTargets: readonly Target[] = [
  {
    name: 'promoholder-reply',
    words: [
      '{"type":"success","msg":',
      '{"type":"error","msg":"',
      '"reason":',
      '{"acme":[',
      '"code":',
      '"limit":',
      '"timezone":"Asia/Jakarta"',
      '"dtime_s":"2026-03-29 02:30:00"',
      '"dtime_f":',
      '"active":',
      '"ID":',
      '"title":',
      '"promocodes":',
      'Promocode not found',
      'Invalid token',
    ],
    run: readPromoholder,
  },
  {
    name: 'promos-seru-reply',
    words: [
      '{"status":"contact: 617 created","id":"617"}',
      '"status":"',
      '"id":',
      '"token":',
      ' created',
      'contact: ',
      'double phone',
      'token missing',
      'invalid product name',
      'ok',
      'secret key',
    ],
    run: readPromosSeru,
  },
  {
    name: 'proxy-reply',
    words: [
      '"status":"valid"',
      '"code":',
      '"ends_at":',
      '"reason":',
      '"ref":',
      '"received_at":',
      '"promo_code":',
      '"errors":[',
      '"field":',
      '"contact_id":',
      '"challenge":',
    ],
    run: readProxyReply,
  },
];
