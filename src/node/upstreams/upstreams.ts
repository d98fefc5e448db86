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
import { type AdapterTools, loadAdapter } from './adapter-module.ts';
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
  options: UpstreamsOptions,
): Promise<Upstreams> {
  const { store, secret, now } = options;
  const { providers, products, demo, promoholder: vendor } = config;
  const backend = createBackend({
    store,
    secret: secret.reveal(),
    secretKey: config.promosSeru.secretKey.reveal(),
    products,
    now,
    nextTurn: () => nextTurn(),
    isDemo: demo,
  });
  const callsNobody =
    providers.promoCodes.kind === 'embedded' && providers.contacts.kind === 'embedded';
  const { fetch, close } = callsNobody ? noNetwork(backend) : createUpstreamFetch();
  const calls = { ...options, backend, tools: { fetch, ledger: createLedger(store, now), now } };
  return {
    promoCodes: await createPromoCodes(config, calls),
    contacts: await createContacts(config, calls),
    sharedLists: vendor && sharedValues(config, options, [vendor.url, vendor.token.reveal()]),
    backend,
    close,
  };
}

/** If both are embedded, nothing of the network is loaded. */
function noNetwork(backend: FetchHandler): UpstreamFetch {
  return { fetch: backend, close: async () => {} };
}

interface Calls extends UpstreamsOptions {
  readonly backend: FetchHandler;
  readonly tools: AdapterTools;
}

async function createPromoCodes(
  { company, others, promoholder: vendor }: Config,
  { store, secret, now, backend, tools }: Calls,
): Promise<PromoCodeUpstream> {
  const { promoCodesModule, codeFile } = others;
  if (promoCodesModule !== undefined) return loadAdapter('promoCodes', promoCodesModule, tools);
  if (codeFile !== undefined) {
    return companyCodes({ load: watchCodeFile(codeFile, { company }), ...tools });
  }
  if (!vendor) {
    const token = await ownToken(store, secret, now());
    return promoholder({ baseUrl: embeddedUrl, token, fetch: backend });
  }
  return promoholder({ baseUrl: vendor.url, token: vendor.token.reveal(), fetch: tools.fetch });
}

async function createContacts(config: Config, calls: Calls): Promise<ContactUpstream> {
  const { secret, backend, tools } = calls;
  const { contactsModule, webhook: hook } = config.others;
  if (contactsModule !== undefined) return loadAdapter('contacts', contactsModule, tools);
  if (hook) return webhook({ url: hook.url.reveal(), secret: hook.secret.reveal(), ...tools });
  const { url, name } = config.promosSeru;
  const secretKey = config.promosSeru.secretKey.reveal();
  if (url === undefined) {
    return promosSeru({ baseUrl: embeddedUrl, name, secretKey, fetch: backend });
  }
  const shared = sharedValues(config, calls, [url, name, secretKey]);
  const purpose = 'token of promos-seru';
  const tokenStore = shared && sharedToken(shared, createTextCipher(secret.reveal(), purpose));
  return promosSeru({
    baseUrl: url,
    name,
    secretKey,
    fetch: tools.fetch,
    ...(tokenStore && { tokenStore }),
  });
}

/**
 * What the servers on one PostgreSQL share instead of each asking a vendor. The vendor and our
 * access to it are named by a digest, which reveals neither.
 */
function sharedValues(
  { store: { kind } }: Config,
  { store, secret, now }: UpstreamsOptions,
  access: readonly string[],
): SharedValues | undefined {
  if (kind !== 'postgres') return undefined;
  return new SharedValues({ store, now, scope: derive(secret, JSON.stringify(access)) });
}

/**
 * The promoholder token with which the proxy calls the embedded backend: derived, so that it is
 * stored nowhere, and registered by its hash. A new server secret invalidates the old token.
 */
async function ownToken(store: Store, secret: Secret, now: number): Promise<string> {
  const token = derive(secret, 'promoholder token of the proxy');
  await registerToken(store, { name: ownTokenName, token, now });
  return token;
}

function derive(secret: Secret, text: string): string {
  return createHmac('sha256', secret.reveal()).update(text).digest('base64url');
}
