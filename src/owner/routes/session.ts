import { Hono } from 'hono';
import { type OwnerSession, SignIn } from '../../contract/owner/session.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import type { Store } from '../../store/store.ts';
import { writeAudit } from '../audit.ts';
import type { OwnerEnv } from '../env.ts';
import { readBody } from '../requests.ts';
import type { Access } from '../session/access.ts';
import { noSessionCookie, sessionCookie } from '../session/session-cookie.ts';

export interface SessionRouteOptions {
  readonly access: Access;
  readonly store: Store;
  readonly now: () => number;
}

/** `/v1/owner/session`: the only route that needs no sign-in. */
export function sessionRoutes({ access, store, now }: SessionRouteOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.get('/', async (context) => {
    const session: OwnerSession = {
      signed_in: await isOwner(access, context.req.raw, context.env),
      needs_token: access.needsToken,
    };
    return context.json(session);
  });
  routes.post('/', async (context) => {
    const request = context.req.raw;
    const { token } = await readBody(request, SignIn);
    const { id, name } = await access.signIn(token, request, context.env);
    await writeAudit(store, { actor: 'token', action: 'session.begin', subject: name, at: now() });
    return new Response(null, { status: 204, headers: { 'set-cookie': sessionCookie(id) } });
  });
  routes.delete('/', async (context) => {
    await access.signOut(context.req.raw, (actor) =>
      writeAudit(store, { actor, action: 'session.end', at: now() }),
    );
    return new Response(null, { status: 204, headers: { 'set-cookie': noSessionCookie } });
  });
  return routes;
}

async function isOwner(
  access: Access,
  ...asked: Parameters<Access['requireOwner']>
): Promise<boolean> {
  try {
    await access.requireOwner(...asked);
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.type === 'unauthorized') return false;
    throw error;
  }
}
