import * as z from 'zod/mini';
import type { BackendRetention } from '../../backend/index.ts';
import { dayMs } from '../../contract/durations.ts';
import type { Product } from '../../contract/product.ts';
import { normaliseText } from '../../contract/text.ts';
import type { AuditRetention } from '../../owner/index.ts';
import type { Retention } from '../../proxy/index.ts';
import type { EncryptionKey } from '../secrets/field-cipher.ts';
import type { Secret } from '../secrets/secret.ts';
import { clickIds } from './click-ids.ts';
import { encryptionKeys } from './encryption-keys.ts';
import { postback, type PostbackInput } from './postback.ts';
import { type CatalogueProduct, completeProduct } from './products.ts';
import { type StoreLocation, storeLocation } from './store-location.ts';
import * as value from './values.ts';

/** In the form that the product of a lead has, or none would match. */
const productName = z.pipe(value.line(64), z.transform(normaliseText));
const ProductInput = z.strictObject(
  {
    slug: productName,
    title: z.optional(value.line()),
    aliases: z.optional(value.list(productName)),
  },
  'must be a slug, or { "slug", "title", "aliases" }',
);
const product: z.ZodMiniType<Product> = z.pipe(
  z.transform((item: unknown) => (typeof item === 'string' ? { slug: item } : item)),
  ProductInput,
);
const products = value.reads(
  value.list(product),
  (chosen): readonly CatalogueProduct[] | value.Refusal => {
    if (chosen.length === 0) return new value.Refusal('must name at least one product.');
    const complete = chosen.map(completeProduct);
    const names = complete.flatMap(({ slug, aliases }) =>
      [slug, ...aliases].map((name) => name.toLowerCase()),
    );
    const doubled = names.find((name, index) => names.indexOf(name) !== index);
    if (doubled === undefined) return complete;
    return new value.Refusal(`must not use the name ${value.quote(doubled)} twice.`);
  },
);

const keptDays = z.optional(value.wholeNumber(1, 36_500, ' of days'));
const kept = {
  delivered: keptDays,
  duplicate: keptDays,
  rejected: keptDays,
  held: keptDays,
  dead: keptDays,
  quarantined: keptDays,
  contacts: keptDays,
  journal: keptDays,
  history: keptDays,
};
const keptNames = Object.keys(kept).map((name) => `"${name}"`);
const retention = z.strictObject(kept, `must be { ${keptNames.join(', ')} }`);

const promoholder = z.strictObject(
  {
    url: z.optional(value.upstreamUrl),
    token: z.optional(value.secret()),
    company: z.optional(value.company),
  },
  'must be { "url", "token", "company" }',
);
const promosSeru = z.strictObject(
  {
    url: z.optional(value.upstreamUrl),
    name: z.optional(value.line()),
    secretKey: z.optional(value.secret()),
  },
  'must be { "url", "name", "secretKey" }',
);

const webhook = z.strictObject(
  { url: z.optional(value.webhookUrl), secret: z.optional(value.webhookSecret) },
  'must be { "url", "secret" }',
);
const alerts = z.strictObject({ url: z.optional(value.webhookUrl) }, 'must be { "url" }');
const adapters = z.strictObject(
  { contacts: z.optional(value.path), promoCodes: z.optional(value.path) },
  'must be { "contacts", "promoCodes" }',
);

/** Everything that can be configured, as the file has it; the variables are laid over it. */
export const ConfigInput: z.ZodMiniType<ConfigInput> = z.strictObject(
  {
    host: z.optional(value.host),
    port: z.optional(value.wholeNumber(0, 65535)),
    data: z.optional(value.path),
    store: z.optional(storeLocation),
    origins: z.optional(value.origins),
    trustedProxies: z.optional(value.networks),
    products: z.optional(products),
    secret: z.optional(value.secret(16)),
    adminToken: z.optional(value.secret(16)),
    encryptionKeys: z.optional(encryptionKeys),
    previousSecret: z.optional(value.secret(16)),
    limits: z.optional(value.onOff),
    quietMs: z.optional(value.wholeNumber(1, dayMs, ' of milliseconds')),
    promo: z.optional(
      z.strictObject(
        { reasons: z.optional(value.choice('full', 'coarse')) },
        'must be { "reasons" }',
      ),
    ),
    leads: z.optional(
      z.strictObject(
        {
          reply: z.optional(value.choice('stored', 'delivered')),
          defaultClickId: z.optional(value.line()),
          clickIds: z.optional(clickIds),
        },
        'must be { "reply", "defaultClickId", "clickIds" }',
      ),
    ),
    spam: z.optional(
      z.strictObject(
        {
          quarantine: z.optional(value.onOff),
          score: z.optional(value.wholeNumber(1, 1000)),
          hurryMs: z.optional(value.wholeNumber(0, 60_000, ' of milliseconds')),
        },
        'must be { "quarantine", "score", "hurryMs" }',
      ),
    ),
    retention: z.optional(retention),
    promoholder: z.optional(promoholder),
    promosSeru: z.optional(promosSeru),
    webhook: z.optional(webhook),
    alerts: z.optional(alerts),
    postback: z.optional(postback),
    codeFile: z.optional(value.path),
    adapters: z.optional(adapters),
  },
  'must hold one JSON object',
);

export interface ConfigInput {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly data?: string | undefined;
  readonly store?: StoreLocation | undefined;
  readonly origins?: readonly string[] | undefined;
  readonly trustedProxies?: readonly string[] | undefined;
  readonly products?: readonly CatalogueProduct[] | undefined;
  readonly secret?: Secret | undefined;
  readonly adminToken?: Secret | undefined;
  readonly encryptionKeys?: readonly EncryptionKey[] | undefined;
  readonly previousSecret?: Secret | undefined;
  readonly limits?: boolean | undefined;
  readonly quietMs?: number | undefined;
  readonly promo?: { readonly reasons?: 'full' | 'coarse' | undefined } | undefined;
  readonly leads?:
    | {
        readonly reply?: 'stored' | 'delivered' | undefined;
        readonly defaultClickId?: string | undefined;
        readonly clickIds?: ReadonlyMap<string, string> | undefined;
      }
    | undefined;
  readonly spam?:
    | {
        readonly quarantine?: boolean | undefined;
        readonly score?: number | undefined;
        readonly hurryMs?: number | undefined;
      }
    | undefined;
  readonly retention?: (Retention & BackendRetention & AuditRetention) | undefined;
  readonly promoholder?:
    | {
        readonly url?: string | undefined;
        readonly token?: Secret | undefined;
        readonly company?: string | undefined;
      }
    | undefined;
  readonly promosSeru?:
    | {
        readonly url?: string | undefined;
        readonly name?: string | undefined;
        readonly secretKey?: Secret | undefined;
      }
    | undefined;
  readonly webhook?:
    | { readonly url?: Secret | undefined; readonly secret?: Secret | undefined }
    | undefined;
  readonly alerts?: { readonly url?: Secret | undefined } | undefined;
  readonly postback?: PostbackInput | undefined;
  readonly codeFile?: string | undefined;
  readonly adapters?:
    | { readonly contacts?: string | undefined; readonly promoCodes?: string | undefined }
    | undefined;
}
