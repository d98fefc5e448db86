import * as z from 'zod/mini';
import { errorCode } from '../fields.ts';
import { OwnerCode } from './codes.ts';
import { companyParameter } from './query.ts';

/** Parameters of `POST /v1/owner/codes/import`, whose body is a CSV file. */
export interface OwnerImportQuery {
  readonly company: string;
  /** If left out, everything is checked and nothing is written. */
  readonly write?: 'true' | undefined;
}
export const OwnerImportQuery: z.ZodMiniType<OwnerImportQuery> = z.strictObject({
  company: companyParameter,
  write: z.optional(z.enum(['true'], errorCode('format'))),
});

/** The result of an import, or of a check of its file. */
export interface OwnerImport {
  /** Rows of the file, without its first line. */
  readonly rows: number;
  /** Codes that were written: all new ones, or none. */
  readonly added: number;
  /** Codes of the file that already existed with the same terms. */
  readonly there_already: number;
  /** All problems, by the lines of the file. */
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
  /** The first codes, as they are or would be stored. */
  readonly codes: readonly OwnerCode[];
}
export const OwnerImport: z.ZodMiniType<OwnerImport> = z.object({
  rows: z.number(),
  added: z.number(),
  there_already: z.number(),
  problems: z.array(z.object({ line: z.number(), problem: z.string() })),
  codes: z.array(OwnerCode),
});
