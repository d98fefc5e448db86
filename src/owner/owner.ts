import { Hono } from 'hono';
import type { FetchHandler } from '../contract/fetch-handler.ts';
import { ProblemError, problemOf, problemReply } from '../proxy/problem-reply.ts';
import { commonHeaders, withHeaders } from '../proxy/replies.ts';
import { StoreError } from '../store/index.ts';
import { allowedMethods } from './allowed-methods.ts';
import { writeAudit, writeOutcome } from './audit.ts';
import type { OwnerEnv } from './env.ts';
import { Downloads } from './exports/downloads.ts';
import type { OwnerOptions } from './options.ts';
import { codeRoutes } from './routes/codes.ts';
import { contactRoutes } from './routes/contacts.ts';
import { exportRoutes } from './routes/exports.ts';
import { leadActionRoutes } from './routes/lead-actions.ts';
import { leadRoutes } from './routes/leads.ts';
import { manyLeadsRoutes } from './routes/many-leads.ts';
import { postbackRoutes } from './routes/postbacks.ts';
import { reportRoutes } from './routes/reports.ts';
import { sessionRoutes } from './routes/session.ts';
import { setupRoutes } from './routes/setup.ts';
import { useRoutes } from './routes/uses.ts';
import { Access } from './session/access.ts';

/** The owner's API under `/v1/owner/`: what the command line does, for pages and programs. */
export function createOwner(options: OwnerOptions): FetchHandler {
  const { store, now, log } = options;
  const access = new Access(options);
  const downloads = new Downloads();
  const app = new Hono<OwnerEnv>().basePath('/v1/owner');
  app.use('*', async (context, next) => {
    await next();
    // Into the reply's own headers: `context.header()` would make a new reply for each.
    withHeaders(context.res, { ...commonHeaders, 'referrer-policy': 'no-referrer' });
  });
  app.route('/session', sessionRoutes({ access, store, now }));
  app.use('*', async (context, next) => {
    const actor = await access.requireOwner(context.req.raw, context.env);
    const written: number[] = [];
    context.set('audit', async (action, subject) => {
      written.push(await writeAudit(store, { actor, action, subject, at: now() }));
    });
    await next();
    const outcome = outcomeOf(context.res.status, context.get('wasRefused'));
    if (outcome === undefined || written.length === 0) return;
    try {
      await writeOutcome(store, written, outcome);
    } catch (error) {
      // The caller has to get the first failure, which often has the same cause.
      log.error('store.failed', { error });
    }
  });
  app.use('*', async (context, next) => {
    // No name of ours has a NUL, and PostgreSQL fails on one.
    if (/%00/.test(new URL(context.req.url).pathname)) throw new ProblemError('not-found');
    await next();
  });
  app.route('/', reportRoutes(options));
  app.route('/', exportRoutes(options, downloads));
  app.route('/setup', setupRoutes(options));
  app.route('/leads', leadRoutes(options));
  app.route('/leads', leadActionRoutes(options));
  app.route('/leads', manyLeadsRoutes(options));
  app.route('/uses', useRoutes(options));
  app.route('/postbacks', postbackRoutes(options));
  app.route('/', codeRoutes(options, downloads));
  app.route('/', contactRoutes(options, downloads));
  // Only the owner gets this far: a stranger does not learn which paths there are.
  app.notFound(({ req }) => {
    const allow = allowedMethods(req.path);
    return allow === undefined || allow.split(', ').includes(req.method)
      ? problemReply('not-found')
      : problemReply('method-not-allowed', { headers: { allow } });
  });
  app.onError((error) => {
    const { type, options: said } = problemOf(error, { log, bug: 'owner.bug' });
    // What the proxy says of its store is for those who send leads with a key.
    const ofStore = error instanceof StoreError && { detail: storeDetail };
    return problemReply(type, { ...said, ...ofStore });
  });
  return async (request, connection) => app.fetch(request, connection);
}

const storeDetail = 'The database is away, full or locked: the log says which.';

function outcomeOf(status: number, wasRefused = false): 'refused' | 'failed' | undefined {
  if (status >= 500) return 'failed';
  return status >= 400 || wasRefused ? 'refused' : undefined;
}
