import { type Config, defaultSecretKey } from '../config/load.ts';
import { isLoopback } from './address.ts';

/** Who may call an API: by the network, or from this machine alone. */
export type Callers = 'everybody' | 'localhost' | 'nobody';

/**
 * Whether strangers reach the server: it listens beyond this machine, or a reverse proxy in front
 * of it does, which we know by its network or by pages of elsewhere.
 */
export function isPublic({ host, origins = [], trustedProxies }: Config): boolean {
  return (
    !isLoopback(host) ||
    trustedProxies.length > 0 ||
    origins.some((origin) => !isLoopback(new URL(origin).hostname))
  );
}

/**
 * Whether contacts are made in our own store, with the secret key of the vendor's document. That is
 * known to everybody: a stranger with it learns whose phone is known, and can make a contact of one
 * first, so that the lead ends as a duplicate.
 */
export function hasKnownKey(config: Config): boolean {
  const { promosSeru, providers } = config;
  return (
    providers.contacts.kind === 'embedded' && promosSeru.secretKey.reveal() === defaultSecretKey
  );
}

/** Who may ask the embedded backend for promo codes; the demo's token is known to everybody. */
export function codeCallers({ demo, providers }: Config): Callers {
  if (providers.promoCodes.kind !== 'embedded') return 'nobody';
  return demo ? 'localhost' : 'everybody';
}

/**
 * Who may make contacts at the embedded backend. With the known key not who comes by a proxy; an
 * owner who listens beyond this machine has been warned.
 */
export function contactCallers(config: Config): Callers {
  if (config.providers.contacts.kind !== 'embedded') return 'nobody';
  return hasKnownKey(config) && isLoopback(config.host) ? 'localhost' : 'everybody';
}

/**
 * Whether who sits at this machine is the owner of a demo that has no owner's token. Where
 * strangers come by a reverse proxy, nothing may tell them from this machine: nginx, left to
 * itself, asks us by our own name and adds no header.
 */
export function hasLocalOwner({ trustedProxies }: Config): boolean {
  return trustedProxies.length === 0;
}
