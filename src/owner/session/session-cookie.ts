import { sessionMs } from './sessions.ts';

/**
 * `__Host-`: the browser accepts it only from this host over https (or from localhost), and no
 * other host can set it (RFC 6265bis, 4.1.3.2). No script reads it, and no other site's request
 * carries it.
 */
const name = '__Host-promo-lead-owner';
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** The value of `Set-Cookie` that signs in. */
export function sessionCookie(id: string): string {
  return `${name}=${id}; ${attributes}; Max-Age=${sessionMs / 1000}`;
}

/** The value of `Set-Cookie` that signs out. */
export const noSessionCookie: string = `${name}=; ${attributes}; Max-Age=0`;

/** The session's id; undefined if the request has no valid one. */
export function readSessionCookie(request: Request): string | undefined {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const own = pairs.filter((pair) => pair.startsWith(`${name}=`));
  // Two of one name: somebody else may have set one.
  const [id] = own.length === 1 ? own.map((pair) => pair.slice(name.length + 1)) : [];
  return id !== undefined && /^[0-9a-f]{64}$/.test(id) ? id : undefined;
}
