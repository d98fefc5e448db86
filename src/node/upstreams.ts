import { createHmac } from 'node:crypto';
import { createBackend, registerToken } from '../backend/index.ts';
import type { FetchHandler } from '../contract/fetch-handler.ts';
import { createSeal, sharedToken, SharedValues } from '../proxy/index.ts';
import type { Store } from '../store/index.ts';
import type { ContactUpstream, PromoCodeUpstream } from '../upstream/ports.ts';
import { promoholder } from '../upstream/promoholder/adapter.ts';
import { promosSeru } from '../upstream/promos-seru/adapter.ts';
import type { Config } from './config/load.ts';
import type { Secret } from './secret.ts';
import { createUpstreamFetch } from './upstream-fetch.ts';

export interface Upstreams {
  readonly promoCodes: PromoCodeUpstream;
  readonly contacts: ContactUpstream;
  /** Where several servers ask a real promoholder. */
  readonly sharedLists: SharedValues | undefined;
  /** The vendors' two APIs on the store. */
  readonly backend: FetchHandler;
  readonly embedded: { readonly promoholder: boolean; readonly promosSeru: boolean };
  readonly close: () => Promise<void>;
}

export interface UpstreamsOptions {
  /** Migrated. */
  readonly store: Store;
  readonly secret: Secret;
  /** ms since 1970. */
  readonly now: () => number;
}

/** An address that no request is ever sent to (RFC 6761, 6.4). */
const embeddedUrl = 'http://embedded.invalid';

/**
 * Both upstreams, each real or embedded. An adapter meets the embedded backend as it meets the
 * vendor, with a token and a secret key; only its `fetch` is the backend's handler.
 */
export async function createUpstreams(
  config: Config,
  { store, secret, now }: UpstreamsOptions,
): Promise<Upstreams> {
  const secretKey = config.promosSeru.secretKey.reveal();
  const { products } = config;
  const backend = createBackend({ store, secret: secret.reveal(), secretKey, products, now });
  const network = createUpstreamFetch();
  const { promoholder: realPromoholder } = config;
  const { url: promosSeruUrl, name } = config.promosSeru;
  /** What the servers on one PostgreSQL need not each ask a vendor for. */
  const shared = (url: string, ...access: readonly string[]): SharedValues | undefined =>
    config.store.kind === 'postgres'
      ? new SharedValues({ store, now, scope: scopeOf(secret, url, ...access) })
      : undefined;
  const tokens = promosSeruUrl === undefined ? undefined : shared(promosSeruUrl, name, secretKey);
  return {
    promoCodes: promoholder(
      realPromoholder
        ? {
            baseUrl: realPromoholder.url,
            token: realPromoholder.token.reveal(),
            fetch: network.fetch,
          }
        : { baseUrl: embeddedUrl, token: await ownToken(store, secret, now()), fetch: backend },
    ),
    contacts: promosSeru({
      baseUrl: promosSeruUrl ?? embeddedUrl,
      name,
      secretKey,
      fetch: promosSeruUrl === undefined ? backend : network.fetch,
      ...(tokens && { tokenShelf: sharedToken(tokens, createSeal(secret.reveal(), tokenPurpose)) }),
    }),
    sharedLists: realPromoholder && shared(realPromoholder.url, realPromoholder.token.reveal()),
    backend,
    embedded: {
      promoholder: realPromoholder === undefined,
      promosSeru: promosSeruUrl === undefined,
    },
    close: network.close,
  };
}

const tokenPurpose = 'token of promos-seru';

/** A name for an upstream with the access that we have there, which tells nobody what that is. */
function scopeOf(secret: Secret, ...parts: readonly string[]): string {
  const name = createHmac('sha256', secret.reveal()).update(JSON.stringify(parts));
  return name.digest('base64url');
}

/** How the proxy's own token is listed. */
const ownTokenName = 'promo-lead';

/**
 * The promoholder token that the proxy shows the embedded backend: derived, so that it is stored
 * nowhere, and registered by its hash. With a new server secret the old one is no longer valid.
 */
async function ownToken(store: Store, secret: Secret, now: number): Promise<string> {
  const token = createHmac('sha256', secret.reveal())
    .update('promoholder token of the proxy')
    .digest('base64url');
  await registerToken(store, { name: ownTokenName, token, now });
  return token;
}
