import { defaults } from '../config/defaults.ts';
import { ConfigInput } from '../config/schema.ts';
import type { Environment } from '../config/sources.ts';
import { httpOrigin, isWildcard } from '../http/address.ts';

/**
 * The URL of a server that is started here, as it prints once it is ready. The check reports what
 * is wrong with variables.
 */
export function ownUrl({ HOST, PORT }: Environment): string {
  const host = ConfigInput.safeParse({ host: HOST }).data?.host ?? defaults.host;
  const port = ConfigInput.safeParse({ port: PORT }).data?.port ?? defaults.port;
  // 0 means a free one, which nobody knows yet.
  return httpOrigin(isWildcard(host) ? 'localhost' : host, port === 0 ? defaults.port : port);
}
