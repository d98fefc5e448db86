import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { type LeadResult, leadTransition } from '../../../src/proxy/outbox/lead-transition.ts';
import { type Failure, UpstreamError } from '../../../src/upstream/failure.ts';
import { promosSeru } from '../../../src/upstream/promos-seru/adapter.ts';
import { statusTexts } from '../../../src/upstream/promos-seru/api.ts';
import { type AnyReply, anyReply, jsonOf, toResponse } from '../../support/vendors/any-reply.ts';

const contact = {
  ref: 'REF',
  first_name: 'Ana',
  last_name: 'Wijaya',
  phone: '628123456789',
  click_id: 'direct',
  product: 'blackmask',
};
const failures: ReadonlySet<Failure> = new Set(['busy', 'auth', 'setup', 'in_doubt']);

/** Close to what the vendor says, and wrong in every way. */
const nearReply = fc.record(
  {
    status: fc.oneof(
      fc.constantFrom(...Object.values(statusTexts), 'DOUBLE  phone ', 'double phone!'),
      fc.constantFrom('617', '618', '0', '00').map((id) => `contact: ${id} created`),
      fc.constantFrom('-1', '6.17', '1e3', '', '٦').map((id) => `contact: ${id} created`),
      fc.constantFrom('contact 617 created', 'Contact :617  CREATED', 'contact: 617 creat'),
      fc.jsonValue(),
    ),
    id: fc.oneof(fc.constantFrom(null, '617', 617, '618', '0', 0, -1, ''), fc.jsonValue()),
  },
  { requiredKeys: ['status'] },
);

/** The outcome of a contact if the vendor returns a token and then this. */
async function resultOf(reply: AnyReply): Promise<LeadResult> {
  const { create } = promosSeru({
    baseUrl: 'http://vendor.test',
    name: 'test',
    secretKey: '768',
    fetch: async ({ url }) =>
      url.endsWith('/api/generate/token')
        ? Response.json({ status: 'ok', token: 'a token' })
        : toResponse(reply),
  });
  try {
    return await create(contact, new AbortController().signal);
  } catch (error) {
    assert.ok(error instanceof UpstreamError, String(error));
    assert.ok(failures.has(error.failure));
    return error;
  }
}

/** The status as a person would read it, and the id if the reply names exactly one contact. */
function readByHand(reply: AnyReply): { readonly text: string; readonly id?: string } {
  const { status, id } = (jsonOf(reply) ?? {}) as Record<string, unknown>;
  const text = typeof status === 'string' ? status.trim().toLowerCase().split(/\s+/).join(' ') : '';
  const [, told] = /^contact ?: ?([0-9]+) created$/.exec(text) ?? [];
  if (told === undefined || BigInt(told) === 0n) return { text };
  return [undefined, null, told, Number(told)].includes(id as string)
    ? { text, id: told }
    : { text };
}

const tried = { now: 0, random: 0.5, quietMs: 60_000, triedSince: 0, attempts: 1 };
const anyDoubts = fc.nat({ max: 4 });
const rejections: ReadonlySet<string> = new Set([
  'required fields missing',
  'invalid phone format',
]);

describe('any reply of promos-seru', () => {
  it('delivers a lead only if the reply has a positive id, or as the echo of a doubt', async () => {
    const property = fc.asyncProperty(anyReply(nearReply), anyDoubts, async (reply, doubts) => {
      const { state, contact_id } = leadTransition(await resultOf(reply), { ...tried, doubts });
      const { text, id } = readByHand(reply);
      const isEcho = doubts > 0 && text === statusTexts.phoneDouble;
      if (state === 'delivered') assert.ok(id !== undefined || isEcho, text);
      assert.equal(contact_id, state === 'delivered' ? (id ?? null) : null);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('ends a lead otherwise only in the words of the document, whatever the status', async () => {
    const property = fc.asyncProperty(anyReply(nearReply), anyDoubts, async (reply, doubts) => {
      const { state, due_at } = leadTransition(await resultOf(reply), { ...tried, doubts });
      const { text } = readByHand(reply);
      if (state === 'duplicate') assert.equal(text, 'double phone');
      else if (state === 'rejected') assert.ok(rejections.has(text), text);
      else if (state === 'in_doubt') assert.equal(due_at, tried.quietMs);
      else if (state === 'pending') assert.ok(reply.status === 429 && Number(due_at) >= 900);
      else assert.ok(state === 'held' || state === 'delivered', state);
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
