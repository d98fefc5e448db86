import { defaults } from '../config/defaults.ts';
import type { Config } from '../config/load.ts';
import { isLoopback } from './address.ts';

/** Who may call an API: everybody, or only clients on this machine. */
export type Callers = 'everybody' | 'localhost' | 'nobody';

/**
 * Whether strangers reach the server: it listens beyond this machine, or a reverse proxy in front
 * of it does. That there is one shows in a trusted network, or in origins of pages elsewhere.
 */
export function isPublic({ host, origins = [], trustedProxies }: Config): boolean {
  return (
    !isLoopback(host) ||
    trustedProxies.length > 0 ||
    origins.some((origin) => !isLoopback(new URL(origin).hostname))
  );
}

/**
 * Whether contacts are made in our own store with the secret key of the vendor's document, which
 * everybody knows. A stranger with it can find out which phones are known, and can make a contact
 * for a phone first, so that the lead ends as a duplicate.
 */
export function hasKnownKey(config: Config): boolean {
  const { promosSeru, providers } = config;
  return (
    providers.contacts.kind === 'embedded' && promosSeru.secretKey.reveal() === defaults.secretKey
  );
}

/** Who may ask the embedded backend for promo codes; everybody knows the demo's token. */
export function codeCallers({ demo, providers }: Config): Callers {
  if (providers.promoCodes.kind !== 'embedded') return 'nobody';
  return demo ? 'localhost' : 'everybody';
}

/**
 * Who may make contacts at the embedded backend. With the known key, not clients behind a proxy; an
 * owner whose server listens beyond this machine has been warned.
 */
export function contactCallers(config: Config): Callers {
  if (config.providers.contacts.kind !== 'embedded') return 'nobody';
  return hasKnownKey(config) && isLoopback(config.host) ? 'localhost' : 'everybody';
}

/**
 * Whether a client on this machine is the owner of a demo without an owner's token. Behind a
 * reverse proxy, strangers may look the same as this machine: nginx by default calls us by our own
 * name and adds no header.
 */
export function hasLocalOwner({ trustedProxies }: Config): boolean {
  return trustedProxies.length === 0;
}
