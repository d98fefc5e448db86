import ipaddr from 'ipaddr.js';
import type { Connection } from '../../contract/fetch-handler.ts';
import { LruMap } from '../lru-map.ts';
import type { WarnOnce } from '../warn-once.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What a visitor is counted by. In IPv6 a household has a /64, and many providers give a /48. */
export interface Client {
  /** An IPv4 address, or the /64 of an IPv6 one. */
  readonly address: string;
  /** The /24 or the /48. */
  readonly subnet: string;
}

/** The visitor who sent a request; undefined if nothing says from where it came. */
export type FindClient = (request: Request, connection?: Connection) => Client | undefined;

/**
 * Finds the visitor behind the reverse proxies of the given networks (CIDR, or one address). To
 * `X-Forwarded-For` each proxy appends the address that it was called from. So the right-most
 * address that is not one of our proxies is the last that can be believed, and the visitor may have
 * made up everything left of it (OWASP ASVS 5.0, 15.3.4). Without such networks the header counts
 * for nothing.
 *
 * @param warnings - Of each set-up in which all visitors would be counted as one.
 */
export function createFindClient(networks: readonly string[], warnings?: WarnOnce): FindClient {
  const trusted = networks.map(readNetwork);
  const isTrusted = (address: Address): boolean =>
    ipaddr.subnetMatch(address, { trusted }, 'unknown') === 'trusted';

  const find: FindClient = (request, connection) => {
    if (connection?.visitorAddress !== undefined) {
      const visitor = readAddress(connection.visitorAddress);
      return visitor && counted(visitor);
    }
    const forwardedFor = request.headers.get('x-forwarded-for');
    const hops = (forwardedFor ?? '').split(',');
    let client = readSocketAddress(connection?.remoteAddress ?? '');
    if (client && forwardedFor !== null && isNear(client) && !isTrusted(client)) {
      warnings?.warn('limits.strange-proxy', { text: untrustedProxy(client) });
    }
    if (client && forwardedFor === null && isTrusted(client) && isOfVisitor(request)) {
      warnings?.warn('limits.silent-proxy', { text: silentProxy(client) });
    }
    while (client && isTrusted(client)) {
      const before = readAddress(hops.pop() ?? '');
      if (!before) break;
      client = before;
    }
    return client && counted(client);
  };
  return (request, connection) => {
    const client = find(request, connection);
    if (!client) warnings?.warn('limits.no-address', { text: noAddress });
    return client;
  };
}

/** It is near and sends `X-Forwarded-For`, and is missing from the networks. */
function untrustedProxy(address: Address): string {
  return (
    `ALL VISITORS COUNT AS ONE: they come through ${address.toString()}, which is not trusted. ` +
    'If it is a reverse proxy of yours, add it to PROMO_LEAD_TRUSTED_PROXIES.'
  );
}

/** It is in the networks, and does not send `X-Forwarded-For`. */
function silentProxy(address: Address): string {
  return (
    `ALL VISITORS COUNT AS ONE: they come through ${address.toString()}, which is trusted ` +
    'and does not say from where. Have it send X-Forwarded-For (nginx: proxy_set_header ' +
    'X-Forwarded-For $proxy_add_x_forwarded_for;).'
  );
}

const noAddress =
  'VISITORS CANNOT BE TOLD APART: nothing says from which address they come. Hand the proxy ' +
  '{ visitorAddress } beside the request, or { remoteAddress } of its socket.';

/**
 * Whether it is a browser on a page of another machine than the proxy's. Health checks and the
 * owner's programs also come without `X-Forwarded-For`, and must not cause a warning.
 */
function isOfVisitor({ headers }: Request): boolean {
  const isBrowser = (headers.get('user-agent') ?? '').startsWith('Mozilla/');
  return isBrowser && pageElsewhere.test(headers.get('origin') ?? '');
}

const pageElsewhere = /^https?:\/\/(?!(?:[^/]*\.)?localhost(?::|$)|127\.|\[::1\])/;

/** One address is a network of one. IPv4 in IPv6 becomes IPv4, as visitors' addresses do. */
function readNetwork(text: string): [Address, number] {
  const [written = '', bits] = text.split('/');
  const address = ipaddr.parse(written);
  if (address.kind() === 'ipv4') return [address, Number(bits ?? 32)];
  const bitsOfAll = Number(bits ?? 128);
  const near = ipaddr.process(written);
  return near.kind() === 'ipv4' && bitsOfAll >= 96 ? [near, bitsOfAll - 96] : [address, bitsOfAll];
}

/** On this machine or in a private network, where reverse proxies are and visitors are not. */
function isNear(address: Address): boolean {
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(address.range());
}

/** By text, because behind a reverse proxy all requests come from its address. */
const sockets = new LruMap<Address>(1000);

function readSocketAddress(text: string): Address | undefined {
  const known = sockets.get(text);
  if (known) return known;
  const address = readAddress(text);
  if (address) sockets.set(text, address);
  return address;
}

/** Some proxies append a port, and then write IPv6 in brackets. */
function readAddress(text: string): Address | undefined {
  const [, bracketed, v4] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(text.trim()) ?? [];
  const address = bracketed ?? v4 ?? text.trim();
  // Only IPv4 in full: other parsers also take `127.1` and `0x7f.1`.
  const isWhole = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return isWhole ? ipaddr.process(address) : undefined;
}

function counted(address: Address): Client {
  const bytes = address.toByteArray();
  const [own, around] = bytes.length === 4 ? [32, 24] : [64, 48];
  const within = (bits: number): string => {
    const network = bytes.map((byte, index) => (index < bits / 8 ? byte : 0));
    return `${ipaddr.fromByteArray(network).toString()}/${bits}`;
  };
  return { address: within(own), subnet: within(around) };
}
