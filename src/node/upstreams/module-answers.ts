import * as z from 'zod/mini';
import { reasonCodes } from '../../contract/reason-code.ts';
import { type Failure, UpstreamError } from '../../upstream/failure.ts';
import type { Company, ContactOutcome, Redemption } from '../../upstream/ports.ts';
import { quote } from '../../upstream/quote.ts';

/** The status decides, even if the rest is missing: a contact without an id was still created. */
const text = z.catch(z.string(), '');
const Outcome = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('created'),
    id: z.catch(z.union([z.string(), z.number(), z.bigint()]), ''),
  }),
  z.object({ status: z.literal('duplicate') }),
  z.object({ status: z.literal('rejected'), text }),
]);
const Use = z.discriminatedUnion('status', [
  z.object({ status: z.literal('redeemed') }),
  z.object({
    status: z.literal('refused'),
    reason: z.catch(z.enum(reasonCodes), 'other'),
    text,
  }),
]);
const count = z.number();
const Companies = z.array(
  z.object({
    id: z.string(),
    title: z.string(),
    codes: z.object({ all: count, active: count, inactive: count }),
  }),
);

/** Checks what a method returned that was called with `given`. */
type Reader = (answer: unknown, given: readonly unknown[]) => unknown;

/**
 * Checks what the methods of a module return: it may be plain JavaScript.
 *
 * @param module Its file name, for messages.
 */
export function readersOf(module: string): Readonly<Record<string, Reader>> {
  const wrong = (failure: Failure, method: string, wanted: string): UpstreamError =>
    new UpstreamError(
      failure,
      `Cannot use answer of ${method}() in ${module}: it must be ${wanted}`,
    );
  return {
    create(answer, [contact]): ContactOutcome {
      const { data: outcome } = Outcome.safeParse(answer);
      if (!outcome) {
        const statuses = 'an object whose status is "created", "duplicate" or "rejected"';
        throw wrong('in_doubt', 'create', statuses);
      }
      if (outcome.status === 'duplicate') return outcome;
      if (outcome.status === 'rejected') {
        return { status: 'rejected', text: quote(outcome.text, []) || 'rejected' };
      }
      const { ref } = contact as { readonly ref: string };
      return { status: 'created', id: quote(String(outcome.id), []) || ref };
    },
    redeem(answer): Redemption {
      const { data: use } = Use.safeParse(answer);
      if (!use) {
        throw wrong('in_doubt', 'redeem', 'an object whose status is "redeemed" or "refused"');
      }
      return use.status === 'redeemed' ? use : { ...use, text: quote(use.text, []) || use.reason };
    },
    companies(answer): readonly Company[] {
      const { data: companies } = Companies.safeParse(answer);
      if (!companies) throw wrong('setup', 'companies', 'an array of companies');
      return companies;
    },
    list(answer) {
      if (isListOfCodes(answer)) return answer;
      throw wrong('setup', 'list', 'an array, or another iterable, of promo codes');
    },
  };
}

function isListOfCodes(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.every(isCode);
  // An iterable that makes its codes while it is read is not read twice.
  return typeof answer === 'object' && answer !== null && Symbol.iterator in answer;
}

function isCode(entry: unknown): boolean {
  return typeof (Object(entry) as { readonly code?: unknown }).code === 'string';
}
