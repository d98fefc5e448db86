import * as z from 'zod/mini';
import { type PostbackState, postbackStates } from '../lead-states.ts';

const ownerPostbackStatuses = ['waiting', 'sent', 'given_up', 'skipped'] as const;
export type OwnerPostbackStatus = (typeof ownerPostbackStatuses)[number];

/** Whether one final state of a lead was reported to the tracker. */
export interface OwnerPostback {
  /** The final state. */
  readonly state: PostbackState;
  /** `skipped`: there was nothing to report. */
  readonly status: OwnerPostbackStatus;
  readonly attempts: number;
  /** Why it was not sent. */
  readonly detail: string | null;
  /** When it is tried next. */
  readonly due_at: string | null;
  readonly updated_at: string;
}
export const OwnerPostback: z.ZodMiniType<OwnerPostback> = z.object({
  state: z.enum(postbackStates),
  status: z.enum(ownerPostbackStatuses),
  attempts: z.number(),
  detail: z.nullable(z.string()),
  due_at: z.nullable(z.string()),
  updated_at: z.string(),
});
