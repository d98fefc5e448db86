import { basename } from 'node:path';
import type { CodeProviderKind, ContactProviderKind } from '../../contract/owner/setup.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Config } from './load.ts';

/** What tells one upstream from another, on every machine: no secret, and no folder. */
export interface UpstreamIdentity {
  /** The host of a vendor's URL, or the name of a file. */
  readonly name: string;
  /** Whether it knows outside of our store what it was sent. */
  readonly remembers: boolean;
}

/** Something that serves in the place of a vendor, or the vendor itself. */
export interface Provider<Kind extends string> {
  readonly kind: Kind;
  /** For the owner: a vendor's name, or the path of a file or module. */
  readonly name: string;
  readonly identity: UpstreamIdentity;
}

/** Who has the promo codes, who takes the leads, and who is told how leads ended. */
export interface Providers {
  readonly promoCodes: Provider<CodeProviderKind>;
  readonly contacts: Provider<ContactProviderKind>;
  readonly tracker: Provider<'tracker' | 'none'>;
}

export const embeddedName = 'embedded backend';
const embedded = { kind: 'embedded', ...named(embeddedName, { remembers: false }) } as const;

type Resolved = Pick<Config, 'promoholder' | 'promosSeru' | 'others' | 'postback'>;

/** The one place that says who serves; the rest of the program asks `Config.providers`. */
export function resolveProviders(config: Resolved): Providers {
  return {
    promoCodes: promoCodesOf(config),
    contacts: contactsOf(config),
    tracker: trackerOf(config.postback?.url),
  };
}

function promoCodesOf({ promoholder, others }: Resolved): Providers['promoCodes'] {
  const { codeFile, promoCodesModule } = others;
  if (promoCodesModule !== undefined) return moduleAt(promoCodesModule);
  // Uses of a file's codes are counted in our own store.
  if (codeFile !== undefined) return { kind: 'file', ...ofPath(codeFile, { remembers: false }) };
  return promoholder ? vendorAt('promoholder', promoholder.url) : embedded;
}

function contactsOf({ promosSeru, others }: Resolved): Providers['contacts'] {
  const { contactsModule, webhook } = others;
  if (contactsModule !== undefined) return moduleAt(contactsModule);
  if (webhook) {
    return { kind: 'webhook', name: 'webhook', identity: identityOf(webhook.url.reveal()) };
  }
  return promosSeru.url === undefined ? embedded : vendorAt('promos-seru', promosSeru.url);
}

function trackerOf(url: Secret | undefined): Providers['tracker'] {
  if (!url) return { kind: 'none', ...named('no tracker', { remembers: false }) };
  const identity = identityOf(url.reveal());
  return { kind: 'tracker', name: identity.name, identity };
}

function vendorAt(name: string, url: string): Provider<'vendor'> {
  return { kind: 'vendor', name, identity: identityOf(url) };
}

function moduleAt(path: string): Provider<'module'> {
  return { kind: 'module', ...ofPath(path, { remembers: true }) };
}

type Named = Omit<Provider<never>, 'kind'>;

function ofPath(path: string, { remembers }: Pick<UpstreamIdentity, 'remembers'>): Named {
  return { name: path, identity: { name: basename(path), remembers } };
}

function named(name: string, { remembers }: Pick<UpstreamIdentity, 'remembers'>): Named {
  return { name, identity: { name, remembers } };
}

function identityOf(url: string): UpstreamIdentity {
  return { name: new URL(url).host, remembers: true };
}
