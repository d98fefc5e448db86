import * as z from 'zod/mini';
import { errorCode } from '../fields.ts';

export type ExportFormat = 'csv' | 'json';
export const exportFormat: z.ZodMiniType<ExportFormat | undefined> = z.optional(
  z.enum(['csv', 'json'], errorCode('format')),
);
