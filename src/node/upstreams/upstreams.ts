import { createHmac } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createBackend, createLedger, ownTokenName, registerToken } from '../../backend/index.ts';
import type { FetchHandler } from '../../contract/fetch-handler.ts';
import { createTextCipher, sharedToken, SharedValues } from '../../proxy/index.ts';
import type { Store } from '../../store/index.ts';
import { companyCodes } from '../../upstream/code-list/adapter.ts';
import type { ContactUpstream, PromoCodeUpstream } from '../../upstream/ports.ts';
import { promoholder } from '../../upstream/promoholder/adapter.ts';
import { promosSeru } from '../../upstream/promos-seru/adapter.ts';
import { webhook } from '../../upstream/webhook/adapter.ts';
import { watchCodeFile } from '../codes/code-file.ts';
import type { Config } from '../config/load.ts';
import type { Secret } from '../secrets/secret.ts';
import { loadAdapter } from './adapter-module.ts';
import { createUpstreamFetch, type UpstreamFetch } from './upstream-fetch.ts';

export interface Upstreams {
  readonly promoCodes: PromoCodeUpstream;
  readonly contacts: ContactUpstream;
  /** Only if several servers ask a real promoholder. */
  readonly sharedLists: SharedValues | undefined;
  /** The vendors' two APIs on the store. */
  readonly backend: FetchHandler;
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
 * Both upstreams, each real or embedded. An adapter calls the embedded backend just like the
 * vendor, with a token and a secret key; only its `fetch` is the backend's handler.
 */
export async function createUpstreams(
  config: Config,
  { store, secret, now }: UpstreamsOptions,
): Promise<Upstreams> {
  const secretKey = config.promosSeru.secretKey.reveal();
  const { products } = config;
  const backend = createBackend({
    store,
    secret: secret.reveal(),
    secretKey,
    products,
    now,
    nextTurn: () => nextTurn(),
    isDemo: config.demo,
  });
  const { providers } = config;
  const callsNobody =
    providers.promoCodes.kind === 'embedded' && providers.contacts.kind === 'embedded';
  const { fetch, close } = callsNobody ? noNetwork(backend) : createUpstreamFetch();
  const tools = { fetch, ledger: createLedger(store, now), now };
  const { codeFile, contactsModule, promoCodesModule, webhook: hook } = config.others;
  const { promoholder: realPromoholder } = config;
  const { url: promosSeruUrl, name } = config.promosSeru;
  /** What the servers on one PostgreSQL share instead of each asking a vendor. */
  const shared = (url: string, ...access: readonly string[]): SharedValues | undefined =>
    config.store.kind === 'postgres'
      ? new SharedValues({ store, now, scope: scopeOf(secret, url, ...access) })
      : undefined;
  const tokens = promosSeruUrl === undefined ? undefined : shared(promosSeruUrl, name, secretKey);
  const promoholderCodes = async (): Promise<PromoCodeUpstream> => {
    if (!realPromoholder) {
      const token = await ownToken(store, secret, now());
      return promoholder({ baseUrl: embeddedUrl, token, fetch: backend });
    }
    const { url: baseUrl, token } = realPromoholder;
    return promoholder({ baseUrl, token: token.reveal(), fetch });
  };
  const promoCodes = async (): Promise<PromoCodeUpstream> => {
    if (promoCodesModule !== undefined) return loadAdapter('promoCodes', promoCodesModule, tools);
    if (codeFile === undefined) return promoholderCodes();
    return companyCodes({ load: watchCodeFile(codeFile, { company: config.company }), ...tools });
  };
  const contacts = async (): Promise<ContactUpstream> => {
    if (contactsModule !== undefined) return loadAdapter('contacts', contactsModule, tools);
    if (hook) return webhook({ url: hook.url.reveal(), secret: hook.secret.reveal(), fetch, now });
    return promosSeru({
      baseUrl: promosSeruUrl ?? embeddedUrl,
      name,
      secretKey,
      fetch: promosSeruUrl === undefined ? backend : fetch,
      ...(tokens && {
        tokenStore: sharedToken(tokens, createTextCipher(secret.reveal(), tokenPurpose)),
      }),
    });
  };
  return {
    promoCodes: await promoCodes(),
    contacts: await contacts(),
    sharedLists: realPromoholder && shared(realPromoholder.url, realPromoholder.token.reveal()),
    backend,
    close,
  };
}

/** If both are embedded, nothing of the network is loaded. */
function noNetwork(backend: FetchHandler): UpstreamFetch {
  return { fetch: backend, close: async () => {} };
}

const tokenPurpose = 'token of promos-seru';

/** A name for an upstream and our access to it, which does not reveal either. */
function scopeOf(secret: Secret, ...parts: readonly string[]): string {
  const name = createHmac('sha256', secret.reveal()).update(JSON.stringify(parts));
  return name.digest('base64url');
}

/**
 * The promoholder token with which the proxy calls the embedded backend: derived, so that it is
 * stored nowhere, and registered by its hash. A new server secret invalidates the old token.
 */
async function ownToken(store: Store, secret: Secret, now: number): Promise<string> {
  const token = createHmac('sha256', secret.reveal())
    .update('promoholder token of the proxy')
    .digest('base64url');
  await registerToken(store, { name: ownTokenName, token, now });
  return token;
}
