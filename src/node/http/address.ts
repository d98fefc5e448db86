import { BlockList, isIP } from 'node:net';

const loopback: BlockList = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Where clouds hand out their machines' credentials: link-local addresses (AWS, Azure, Google), the
 * IPv6 addresses of AWS and Google, and Alibaba's.
 */
const metadata: BlockList = new BlockList();
metadata.addSubnet('169.254.0.0', 16, 'ipv4');
metadata.addSubnet('fe80::', 10, 'ipv6');
metadata.addAddress('fd00:ec2::254', 'ipv6');
metadata.addAddress('fd20:ce::254', 'ipv6');
metadata.addAddress('100.100.100.200', 'ipv4');
// The IPv4 ones as a NAT64 reaches them (RFC 6052, 2.1), and in the form of RFC 4291, 2.5.5.1.
for (const prefix of ['64:ff9b::', '::']) {
  metadata.addSubnet(`${prefix}169.254.0.0`, 112, 'ipv6');
  metadata.addAddress(`${prefix}100.100.100.200`, 'ipv6');
}

/** Whether only this machine reaches the host. IPv6 may stand in brackets. */
export function isLoopback(host: string): boolean {
  const name = withoutBrackets(host).toLowerCase();
  // RFC 6761, 6.3: `localhost` and all names under it are loopback.
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return isListed(loopback, name);
}

/** Whether the host is a cloud's metadata service. */
export function isMetadata(host: string): boolean {
  // A trailing dot says that the name is complete (RFC 1034, 3.1), and changes nothing else.
  const name = withoutBrackets(host).toLowerCase().replace(/\.$/, '');
  return name === 'metadata.google.internal' || isListed(metadata, name);
}

/** Whether listening there means listening on every address of this machine. */
export function isWildcard(host: string): boolean {
  return ['0.0.0.0', '::', '[::]', ''].includes(host);
}

/** `http://host:port`, with IPv6 in brackets, and without the default port. */
export function httpOrigin(host: string, port: number): string {
  const name = withoutBrackets(host);
  return new URL(`http://${isIP(name) === 6 ? `[${name}]` : name}:${port}`).origin;
}

export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** A list of IPv4 rules also covers the addresses mapped into IPv6 (`::ffff:127.0.0.1`). */
function isListed(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
