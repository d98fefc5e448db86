import * as z from 'zod/mini';
import type { PinnedScript } from './snippet.ts';

/** Who has the promo codes: `file` and `module` are the owner's, `embedded` is our own store. */
const codeProviderKinds = ['embedded', 'vendor', 'file', 'module'] as const;
export type CodeProviderKind = (typeof codeProviderKinds)[number];
/** Who takes the leads. */
const contactProviderKinds = ['embedded', 'vendor', 'webhook', 'module'] as const;
export type ContactProviderKind = (typeof contactProviderKinds)[number];

/** By name: a vendor's, or that of a file, without its folders. */
export interface OwnerProviders {
  readonly promo_codes: { readonly kind: CodeProviderKind; readonly name: string };
  readonly contacts: { readonly kind: ContactProviderKind; readonly name: string };
}

/** `GET /v1/owner/setup`: what landing pages need, and who has codes and contacts. */
export interface OwnerSetup {
  /** Which pages may call the server, as browsers name them. */
  readonly origins: readonly string[];
  readonly products: readonly {
    readonly slug: string;
    readonly title: string;
    readonly aliases: readonly string[];
  }[];
  /** The company that is meant by pages that name none. */
  readonly company: string | null;
  /** Null if nothing was built for pages. */
  readonly widget: PinnedScript | null;
  readonly providers: OwnerProviders;
}
export const OwnerSetup: z.ZodMiniType<OwnerSetup> = z.object({
  origins: z.array(z.string()),
  products: z.array(
    z.object({ slug: z.string(), title: z.string(), aliases: z.array(z.string()) }),
  ),
  company: z.nullable(z.string()),
  widget: z.nullable(z.object({ path: z.string(), integrity: z.string() })),
  providers: z.object({
    promo_codes: z.object({ kind: z.enum(codeProviderKinds), name: z.string() }),
    contacts: z.object({ kind: z.enum(contactProviderKinds), name: z.string() }),
  }),
});

const ownerCheckStatuses = ['ok', 'warning', 'fail'] as const;

/** The doctor's checks, as the command line names them. */
export const ownerCheckNames = [
  'configuration',
  'settings',
  'limits',
  'origins',
  'products',
  'reverse proxy',
  'secret key',
  'data folder',
  'disk',
  'server secret',
  'store',
  'store mode',
  'store version',
  'store encoding',
  'store durability',
  'store access',
  'clock',
  'promo codes',
  'list of promo codes',
  'company',
  'contacts',
  'encryption',
  'leads',
  'to be sent',
  'code uses',
  'postbacks',
  'alerts',
] as const;
export type OwnerCheckName = (typeof ownerCheckNames)[number];

/** One check of the doctor. Its texts are in English, as on the command line. */
export interface OwnerCheck {
  readonly check: OwnerCheckName;
  readonly status: (typeof ownerCheckStatuses)[number];
  /** What was found. */
  readonly detail: string;
  /** What to do next; null if all is well. */
  readonly advice: string | null;
}

/** `GET /v1/owner/setup/checks` */
export interface OwnerChecks {
  readonly checks: readonly OwnerCheck[];
  /** ISO 8601. The result is shared for some seconds. */
  readonly checked_at: string;
}
export const OwnerChecks: z.ZodMiniType<OwnerChecks> = z.object({
  checks: z.array(
    z.object({
      check: z.enum(ownerCheckNames),
      status: z.enum(ownerCheckStatuses),
      detail: z.string(),
      advice: z.nullable(z.string()),
    }),
  ),
  checked_at: z.string(),
});
