import * as z from 'zod/mini';
import { foldText } from '../fold-text.ts';

/** promos-seru's HTTP API as its document has it: both calls are POST and return a `status`. */
export const promosSeruPaths = {
  token: '/api/generate/token',
  contact: '/api/make/contact',
} as const;

export const statusTexts = {
  ok: 'ok',
  secretKeyInvalid: 'invalid secret key',
  tokenMissing: 'token missing',
  tokenMismatch: 'client not found, token mismatch',
  fieldsMissing: 'required fields missing',
  productInvalid: 'invalid product name',
  phoneDouble: 'double phone',
  phoneInvalid: 'invalid phone format',
} as const;

/** "first_name, last_name phone and click_id are varchar (255 characters long)"; `name` too. */
export const fieldLengthMax = 255;

export type TokenReply =
  | { readonly status: typeof statusTexts.ok; readonly token: string }
  | { readonly status: typeof statusTexts.secretKeyInvalid };

export type ContactReply =
  | { readonly status: `contact: ${number} created`; readonly id: `${number}` }
  | { readonly status: ContactErrorText };
export type ContactErrorText = Exclude<
  (typeof statusTexts)[keyof typeof statusTexts],
  typeof statusTexts.ok | typeof statusTexts.secretKeyInvalid
>;

/**
 * Either reply as a vendor may write it: PHP writes an id as a number or as a string, and any
 * field except the status may be null. The status is read whatever the others are.
 */
export interface ReadReply {
  readonly status: string;
  readonly token?: string | undefined;
  readonly id?: unknown;
}
export const ReadReply: z.ZodMiniType<ReadReply> = z.object({
  status: z.string(),
  token: z.catch(z.optional(z.string()), undefined),
  id: z.optional(z.unknown()),
});

const created: RegExp = /^contact ?: ?(\d+) created$/;
const positive: RegExp = /^0*[1-9]\d*$/;

/** The status, without regard to case and spaces. */
export function statusOf({ status }: ReadReply): string {
  return foldText(status);
}

/**
 * The id of a created contact, from the status if the key is missing; undefined if the reply has
 * none, or has two that disagree.
 */
export function createdId(reply: ReadReply): string | undefined {
  const inStatus = created.exec(statusOf(reply))?.[1];
  if (inStatus === undefined || !positive.test(inStatus)) return undefined;
  const { id } = reply;
  if (id === undefined || id === null) return inStatus;
  const isId = typeof id === 'string' || typeof id === 'number';
  return isId && String(id).trim() === inStatus ? inStatus : undefined;
}
