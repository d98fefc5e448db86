import * as z from 'zod/mini';
import { errorCode, typeError } from '../fields.ts';

/** What the page that began a download calls it. */
export const downloadId: z.ZodMiniType<string> = z
  .string(typeError)
  .check(z.regex(/^[0-9a-f]{32}$/, errorCode('format')));

/** `GET /v1/owner/downloads/{id}`: how far a download is. */
export interface OwnerDownload {
  readonly rows: number;
  /** `ended` where nobody took the rest. */
  readonly state: 'running' | 'done' | 'ended';
}
export const OwnerDownload: z.ZodMiniType<OwnerDownload> = z.object({
  rows: z.number(),
  state: z.enum(['running', 'done', 'ended']),
});
