import * as z from 'zod/mini';
import { errorCode, typeError } from '../fields.ts';
import { type OwnerActionKind, ownerActionKinds } from './actions.ts';
import { rowNumber } from './query.ts';

/** `POST /v1/owner/session` */
export interface SignIn {
  /** `PROMO_LEAD_ADMIN_TOKEN` */
  readonly token: string;
}
export const SignIn: z.ZodMiniType<SignIn> = z.strictObject({
  token: z
    .string(typeError)
    .check(z.minLength(1, errorCode('required')), z.maxLength(1024, errorCode('too_long'))),
});

/** `GET /v1/owner/session` */
export interface OwnerSession {
  readonly signed_in: boolean;
  /** False if a client on the server's machine is the owner (`--demo`). */
  readonly needs_token: boolean;
}
export const OwnerSession: z.ZodMiniType<OwnerSession> = z.object({
  signed_in: z.boolean(),
  needs_token: z.boolean(),
});

/** `refused`: nothing was changed or shown; `failed`: it was interrupted by an error. */
const auditOutcomes = ['refused', 'failed'] as const;

/** Something that was read or changed with the owner's access. */
export interface OwnerAuditEntry {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  /** A session, `token` or `demo`. */
  readonly actor: string;
  /** An `OwnerAction`, such as `lead.read`; what an older version wrote may have another name. */
  readonly action: string;
  readonly subject: string | null;
  /** Null if it was done. Entries are written before the action, so some were not done. */
  readonly outcome: (typeof auditOutcomes)[number] | null;
}

/** Parameters of `GET /v1/owner/audit`. */
export interface OwnerAuditQuery {
  /** `next` of the page before. */
  readonly before?: string | undefined;
  /** Only these. */
  readonly kind?: OwnerActionKind | undefined;
}
export const OwnerAuditQuery: z.ZodMiniType<OwnerAuditQuery> = z.strictObject({
  before: rowNumber,
  kind: z.optional(z.enum(ownerActionKinds, errorCode('format'))),
});

export interface OwnerAuditPage {
  readonly entries: readonly OwnerAuditEntry[];
  /** `before` of the next page; null at the end. */
  readonly next: string | null;
}
export const OwnerAuditPage: z.ZodMiniType<OwnerAuditPage> = z.object({
  entries: z.array(
    z.object({
      id: z.number(),
      at: z.string(),
      actor: z.string(),
      action: z.string(),
      subject: z.nullable(z.string()),
      outcome: z.nullable(z.enum(auditOutcomes)),
    }),
  ),
  next: z.nullable(z.string()),
});
