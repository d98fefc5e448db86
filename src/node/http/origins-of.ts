import type { Config } from '../config/load.ts';
import { httpOrigin, isLoopback, isWildcard } from './address.ts';

/** Which pages may call a server that listens on this port, each once. */
export function originsOf(
  { demo, host, origins }: Pick<Config, 'demo' | 'host' | 'origins'>,
  port: number,
): readonly string[] {
  // The demo's pages are pages of this server, whichever others may call it.
  const isOwn = demo || origins === undefined;
  return [...new Set([...(origins ?? []), ...(isOwn ? ownOrigins(host, port) : [])])];
}

/** The origins of the server's own pages, under every name that this machine has for itself. */
function ownOrigins(host: string, port: number): readonly string[] {
  const names = isLoopback(host) || isWildcard(host) ? ['localhost', '127.0.0.1', '::1'] : [];
  const hosts = isWildcard(host) ? names : [host, ...names];
  return hosts.map((name) => httpOrigin(name, port));
}
