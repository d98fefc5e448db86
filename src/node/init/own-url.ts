import { defaultHost, defaultPort } from '../config/load.ts';
import { ConfigInput } from '../config/schema.ts';
import type { Environment } from '../config/sources.ts';
import { httpOrigin, isWildcard } from '../http/address.ts';

/**
 * Where a server listens that is started here, as it says itself once it is ready. What is wrong
 * with a variable, the check tells.
 */
export function ownUrl({ HOST, PORT }: Environment): string {
  const host = ConfigInput.safeParse({ host: HOST }).data?.host ?? defaultHost;
  const port = ConfigInput.safeParse({ port: PORT }).data?.port ?? defaultPort;
  // 0 is a free one, which nobody knows yet.
  return httpOrigin(isWildcard(host) ? 'localhost' : host, port === 0 ? defaultPort : port);
}
