import * as z from 'zod/mini';
import { errorCode, typeError } from '../fields.ts';
import { downloadId } from './download.ts';
import { exportFormat } from './export.ts';
import type { OwnerExportQuery } from './leads.ts';
import { pageLimit, rowNumber, optionalText } from './query.ts';

/** A contact of the embedded backend, in the vendor's field names. */
export interface OwnerContact {
  readonly id: string;
  readonly first_name: string;
  readonly last_name: string;
  /** As it was sent. */
  readonly phone: string;
  readonly click_id: string;
  readonly product: string;
  /** The client of the API that made it: the name for which its token was issued. */
  readonly client: string;
  /** ISO 8601. */
  readonly created_at: string;
}
const contact = z.object({
  id: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  phone: z.string(),
  click_id: z.string(),
  product: z.string(),
  client: z.string(),
  created_at: z.string(),
});

/** Parameters of `GET /v1/owner/contacts`. */
export interface OwnerContactQuery {
  /** A part of a name or of a phone, an ID, or a click id. */
  readonly search?: string | undefined;
  /** `next` of the page before. */
  readonly before?: string | undefined;
  /** 1 to 100; 50 by default. */
  readonly limit?: number | undefined;
}
export const OwnerContactQuery: z.ZodMiniType<OwnerContactQuery> = z.strictObject({
  search: optionalText(255),
  before: rowNumber,
  limit: pageLimit,
});

/** Contacts, the newest first. */
export interface OwnerContactPage {
  readonly contacts: readonly OwnerContact[];
  /**
   * `before` of the next page; null at the end. A page of a search may be shorter than its limit.
   */
  readonly next: string | null;
}
export const OwnerContactPage: z.ZodMiniType<OwnerContactPage> = z.object({
  contacts: z.array(contact),
  next: z.nullable(z.string()),
});

/** Parameters of `GET /v1/owner/contacts/export`. */
export type OwnerContactExportQuery = Pick<OwnerExportQuery, 'search' | 'format' | 'download'>;
export const OwnerContactExportQuery: z.ZodMiniType<OwnerContactExportQuery> = z.strictObject({
  search: optionalText(255),
  format: exportFormat,
  download: z.optional(downloadId),
});

/** A token for the promo codes of the embedded backend. */
export interface OwnerToken {
  readonly name: string;
  readonly created_at: string;
  /** Null while it may be used. */
  readonly revoked_at: string | null;
  /** The server's own, which is never revoked. */
  readonly own: boolean;
}

/** Who may call the embedded backend. */
export interface OwnerClients {
  /** Which of the vendors' APIs the server has: none if it runs inside another server. */
  readonly callable: { readonly promoholder: boolean; readonly promos_seru: boolean };
  readonly tokens: readonly OwnerToken[];
  /** Clients that got a token for contacts with the secret key. */
  readonly contact_clients: readonly { readonly name: string; readonly created_at: string }[];
}
export const OwnerClients: z.ZodMiniType<OwnerClients> = z.object({
  callable: z.object({ promoholder: z.boolean(), promos_seru: z.boolean() }),
  tokens: z.array(
    z.object({
      name: z.string(),
      created_at: z.string(),
      revoked_at: z.nullable(z.string()),
      own: z.boolean(),
    }),
  ),
  contact_clients: z.array(z.object({ name: z.string(), created_at: z.string() })),
});

/** The token to make or to revoke. */
export interface OwnerTokenName {
  readonly name: string;
}
export const OwnerTokenName: z.ZodMiniType<OwnerTokenName> = z.strictObject({
  name: z.string(typeError).check(z.maxLength(255, errorCode('too_long'))),
});

/** The only reply that ever shows the token. */
export interface NewOwnerToken {
  readonly name: string;
  readonly token: string;
}
export const NewOwnerToken: z.ZodMiniType<NewOwnerToken> = z.object({
  name: z.string(),
  token: z.string(),
});
