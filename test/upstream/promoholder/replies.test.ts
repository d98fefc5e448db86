import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import {
  type RedemptionResult,
  redemptionTransition,
} from '../../../src/proxy/outbox/redemption-transition.ts';
import { UpstreamError } from '../../../src/upstream/failure.ts';
import type { PromoCodeUpstream } from '../../../src/upstream/ports.ts';
import { preview } from '../../../src/upstream/preview.ts';
import { promoholder } from '../../../src/upstream/promoholder/adapter.ts';
import { errorTexts, refusalTexts } from '../../../src/upstream/promoholder/api.ts';
import { type AnyReply, anyReply, jsonOf, toResponse } from '../../support/vendors/any-reply.ts';

const { signal } = new AbortController();

function answering(reply: AnyReply): PromoCodeUpstream {
  const fetch = (): Promise<Response> => Promise.resolve(toResponse(reply));
  return promoholder({ baseUrl: 'http://vendor.test', token: 'a token', fetch });
}

async function outcomeOf<T>(call: Promise<T>): Promise<T | UpstreamError> {
  try {
    return await call;
  } catch (error) {
    assert.ok(error instanceof UpstreamError, String(error));
    return error;
  }
}

const type = fc.constantFrom('success', 'success', 'error', 'Success', true);

const nearCheck = fc.record(
  {
    type,
    msg: fc.oneof(
      fc.constantFrom(true, false, 'true', 1, null, ...Object.values(errorTexts)),
      fc.jsonValue(),
    ),
    reason: fc.oneof(fc.constantFrom(null, ...Object.values(refusalTexts)), fc.jsonValue()),
  },
  { requiredKeys: ['type', 'msg'] },
);

const nearCode = fc.record(
  {
    code: fc.oneof(fc.constantFrom('SPRING', ''), fc.jsonValue()),
    limit: fc.oneof(fc.constantFrom(null, 0, 5, -1, '7', '9'.repeat(20)), fc.jsonValue()),
    timezone: fc.oneof(fc.constantFrom('Asia/Jakarta', 'Mars/Base', ''), fc.jsonValue()),
    dtime_s: fc.oneof(
      fc.constantFrom('2026-01-01 00:00:00', '2026.13.01 00:00:00'),
      fc.jsonValue(),
    ),
    dtime_f: fc.oneof(fc.constantFrom('2026-12-31 23:59:59', '-1'), fc.jsonValue()),
    active: fc.oneof(fc.constantFrom(true, false, 0, '1', 'true'), fc.jsonValue()),
  },
  { requiredKeys: ['code', 'active'] },
);
const nearLists = fc.record({
  type,
  msg: fc.oneof(
    fc.record({ acme: fc.oneof(fc.array(nearCode), fc.dictionary(fc.string(), nearCode)) }),
    fc.array(fc.record({ ID: fc.oneof(fc.string(), fc.integer()), title: fc.jsonValue() })),
    fc.jsonValue(),
  ),
});

describe('any reply of promoholder', () => {
  it('uses a code up only with true, refuses it only with false, whatever the HTTP status', async () => {
    const property = fc.asyncProperty(anyReply(nearCheck), async (reply) => {
      const call = answering(reply).redeem({ company: 'acme', code: 'SPRING' }, signal);
      const result: RedemptionResult = await outcomeOf(call);
      const { state } = redemptionTransition(result, { now: 0, attempts: 1 });
      const said = (jsonOf(reply) ?? {}) as Readonly<Record<string, unknown>>;
      const isRedirect = reply.status >= 300 && reply.status < 400;
      const isAnswer = said['type'] === 'success' && !isRedirect;
      if (isAnswer && said['msg'] === true) assert.equal(state, 'redeemed');
      else if (isAnswer && said['msg'] === false) assert.equal(state, 'refused');
      // Sent again only if the vendor said that it was not executed.
      else if (state === 'pending') assert.equal(reply.status, 429);
      else assert.ok(state === 'held' || state === 'unconfirmed', state);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('returns lists whose codes can all be previewed, or fails in a known way', async () => {
    const property = fc.asyncProperty(anyReply(nearLists), fc.date(), async (reply, now) => {
      const codes = await outcomeOf(answering(reply).list('acme', signal));
      if (!(codes instanceof UpstreamError)) {
        for (const code of codes) {
          assert.ok(code.usesLeft === null || code.usesLeft >= 0);
          preview(code, now.getTime());
        }
      }
      const companies = await outcomeOf(answering(reply).companies(signal));
      if (companies instanceof UpstreamError) return;
      for (const { id, title } of companies) assert.ok(id !== '' && typeof title === 'string');
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
