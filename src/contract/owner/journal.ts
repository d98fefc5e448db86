import * as z from 'zod/mini';
import { companyParameter, rowNumber, optionalText } from './query.ts';

/** Parameters of `GET /v1/owner/journal`. */
export interface OwnerJournalQuery {
  readonly company: string;
  readonly code?: string | undefined;
  /** `next` of the page before. */
  readonly before?: string | undefined;
}
export const OwnerJournalQuery: z.ZodMiniType<OwnerJournalQuery> = z.strictObject({
  company: companyParameter,
  code: optionalText(255),
  before: rowNumber,
});

/** Answered checks of promo codes, the newest first. */
export interface OwnerJournal {
  readonly entries: readonly {
    /** ISO 8601. */
    readonly at: string;
    readonly code: string;
    readonly used: boolean;
    /** The vendor's text; null where the code was used. */
    readonly reason: string | null;
  }[];
  /** `before` of the next page; null at the end. */
  readonly next: string | null;
}
export const OwnerJournal: z.ZodMiniType<OwnerJournal> = z.object({
  entries: z.array(
    z.object({
      at: z.string(),
      code: z.string(),
      used: z.boolean(),
      reason: z.nullable(z.string()),
    }),
  ),
  next: z.nullable(z.string()),
});
