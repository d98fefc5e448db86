import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type * as z from 'zod/mini';
import {
  type Reader,
  readFieldErrors,
  readLeadReceipt,
  readRedeemVerdict,
  readVerdict,
} from '../../src/client/replies.ts';
import {
  fieldErrorCodes,
  LeadReceipt,
  Problem,
  reasonCodes,
  RedeemVerdict,
  Verdict,
} from '../../src/contract/index.ts';

const word = fc.constantFrom(
  'valid',
  'unchecked',
  'redeemed',
  'refused',
  'unconfirmed',
  ...reasonCodes,
  ...fieldErrorCodes,
);
const anything = fc.oneof(word, fc.string(), fc.jsonValue());

/** Objects with the contract's field names and nearly the contract's values. */
const verdictLike = fc.oneof(
  fc.record(
    { status: word, code: anything, ends_at: anything, reason: anything, more: anything },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);
const receiptLike = fc.oneof(
  fc.record(
    { ref: anything, received_at: anything, promo_code: verdictLike, contact_id: anything },
    { requiredKeys: ['ref'] },
  ),
  fc.jsonValue(),
);

/** As sent over the wire: as JSON, without members that are `undefined`. */
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

function agree<T>(read: Reader<T>, schema: z.ZodMiniType<T>, replies: fc.Arbitrary<unknown>): void {
  fc.assert(
    fc.property(replies, (reply) => {
      const parsed = schema.safeParse(overTheWire(reply));
      const value = read(overTheWire(reply));
      assert.deepEqual(overTheWire(value), overTheWire(parsed.success ? parsed.data : undefined));
    }),
    { numRuns: 3_000 },
  );
}

describe('replies, read by hand as the contract’s schemas read them', () => {
  it('readVerdict()', () => agree(readVerdict, Verdict, verdictLike));
  it('readRedeemVerdict()', () => agree(readRedeemVerdict, RedeemVerdict, verdictLike));
  it('readLeadReceipt()', () => agree(readLeadReceipt, LeadReceipt, receiptLike));

  it('readFieldErrors()', () => {
    const fieldError = fc.record({ field: fc.string(), code: anything });
    fc.assert(
      fc.property(fc.array(fieldError), (errors) => {
        const problem = overTheWire({ type: 'x', title: 'x', status: 422, errors });
        assert.deepEqual(readFieldErrors(problem), Problem.parse(problem).errors);
      }),
    );
  });
});
