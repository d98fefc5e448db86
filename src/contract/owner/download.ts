import * as z from 'zod/mini';
import { errorCode, typeError } from '../fields.ts';

/** The ID that a page gave its download. */
export const downloadId: z.ZodMiniType<string> = z
  .string(typeError)
  .check(z.regex(/^[0-9a-f]{32}$/, errorCode('format')));

/** `GET /v1/owner/downloads/{id}`: the progress of a download. */
export interface OwnerDownload {
  readonly rows: number;
  /** `ended` if the client did not read the rest. */
  readonly state: 'running' | 'done' | 'ended';
}
export const OwnerDownload: z.ZodMiniType<OwnerDownload> = z.object({
  rows: z.number(),
  state: z.enum(['running', 'done', 'ended']),
});
