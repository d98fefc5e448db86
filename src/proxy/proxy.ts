import { Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import type { Connection, FetchHandler } from '../contract/fetch-handler.ts';
import { problemStatus } from '../contract/problem.ts';
import type { Product } from '../contract/product.ts';
import { StoreError } from '../store/store-error.ts';
import type { Store } from '../store/store.ts';
import type { PromoCodeUpstream } from '../upstream/ports.ts';
import { CodeLists } from './codes/code-lists.ts';
import { createReasons, type ReasonPolicy } from './codes/reasons.ts';
import { Verdicts } from './codes/verdicts.ts';
import { formType, mediaType } from './guards/body.ts';
import { preflightReply, requireOrigin } from './guards/origin.ts';
import { RefusedOrigins } from './guards/refused-origins.ts';
import { KnownKeys } from './intake/idempotency.ts';
import { LeadIntake } from './intake/lead-intake.ts';
import { createLimits, type LimitOptions, type Limits } from './limits/limits.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { OpenApiPart } from './openapi/openapi.ts';
import type { Deliveries } from './outbox/deliveries.ts';
import { createDirectRedeemer } from './outbox/direct-redeemer.ts';
import { pageReply } from './pages/page.ts';
import { problemPage } from './pages/problem-page.ts';
import { pageLanguage } from './pages/texts.ts';
import { isForPages, paths } from './paths.ts';
import { ProblemError, problemHeaders, problemOf, problemReply } from './problem-reply.ts';
import { commonHeaders, headersFor, type ReplyHeaders, withHeaders } from './replies.ts';
import { challengeRoutes } from './routes/challenge.ts';
import type { RouteEnv } from './routes/env.ts';
import { healthRoutes } from './routes/health.ts';
import { leadRoutes } from './routes/leads.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { promoCodeRoutes } from './routes/promo-codes.ts';
import { viewRoutes } from './routes/views.ts';
import { createLeadGate } from './spam/lead-gate.ts';
import { defaultSpamSettings, type SpamSettings } from './spam/spam-score.ts';
import { StoreHealth } from './store-health.ts';
import { ViewCounts } from './views/view-counts.ts';

export interface ProxyOptions {
  /** Migrated. */
  readonly store: Store;
  readonly promoCodes: PromoCodeUpstream;
  /** The origins that may call `/v1/`: exact, as browsers send them. */
  readonly origins: () => readonly string[];
  readonly products: readonly Product[];
  /** Company ID of a request that names none. */
  readonly company?: string | undefined;
  /** Keys the digests of what visitors sent, so that the database alone does not reveal it. */
  readonly secret?: string | undefined;
  /** The secret before it, so that a lead that is sent again is still recognised. */
  readonly previousSecret?: string | undefined;
  readonly promoReasons?: ReasonPolicy;
  /** Sent for a visitor who came without a click id. */
  readonly defaultClickId?: string;
  /**
   * By promo code, however it is spelt: sent in place of the default for a lead with that code,
   * accepted or not. It is the click id of the partner who was given the code.
   */
  readonly clickIds?: ReadonlyMap<string, string>;
  /** ms since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /**
   * Given if the owner lets the visitor wait for the upstream (and the worker gets the same): then
   * a visitor learns whether a phone is known. Without it, nobody does.
   */
  readonly deliveries?: Deliveries | undefined;
  /**
   * Resolves when the requests of this turn of the event loop have been read: their leads are then
   * stored together. `setImmediate()` of `node:timers/promises`, if that is available.
   */
  readonly nextTurn?: () => Promise<void>;
  /** Left out for load tests, or if something in front of the proxy has limits. */
  readonly limits?: LimitOptions | undefined;
  /** What is done about leads that look like spam. */
  readonly spam?: SpamSettings;
  /** Called when a lead was stored, to wake the worker. */
  readonly onLead?: () => void;
  /** Counts what happens, for `GET /metrics`; without it there is no such path. */
  readonly metrics?: Metrics | undefined;
  /** Counts forms that were shown; the proxy makes its own if it is left out. */
  readonly views?: ViewCounts | undefined;
  /** What `/openapi.json` has besides the proxy's own calls. */
  readonly openApi?: OpenApiPart | undefined;
  /** Lists of promo codes, shared with the worker; the proxy makes its own if left out. */
  readonly codes?: CodeLists;
}

/** The proxy: our own API under `/v1/`, which the elements call, with health and OpenAPI. */
export function createProxy(options: ProxyOptions): FetchHandler {
  const { store, promoCodes, origins, products, company, deliveries, now, log } = options;
  const { promoReasons = 'full', onLead = () => {} } = options;
  const { defaultClickId = 'direct', clickIds = new Map() } = options;
  const { metrics, codes = new CodeLists({ upstream: promoCodes, now, log }) } = options;
  const verdicts = new Verdicts({ codes, store, now, log });
  const reasons = createReasons(promoReasons);
  const { nextTurn = () => Promise.resolve(), spam: settings = defaultSpamSettings } = options;
  const limits = createLimits(options.limits, { store, now, nextTurn, log });
  const { guesses, challenges, floods, repeats } = limits;
  const health = new StoreHealth(store, now);
  const keys = new KnownKeys(store, nextTurn);
  const { secret, previousSecret } = options;
  const redeemer = createDirectRedeemer({
    store,
    keys,
    company,
    secret,
    previousSecret,
    upstream: promoCodes,
    codes,
    verdicts,
    now,
    log,
  });
  const intake = new LeadIntake({
    store,
    health,
    keys,
    verdicts,
    guesses,
    gate: createLeadGate({ settings, floods, repeats }),
    reasons,
    products,
    company,
    defaultClickId,
    clickIds,
    secret,
    previousSecret,
    now,
    log,
    onLead,
    nextTurn,
  });

  const app = new Hono<RouteEnv>();
  app.route('/', promoCodeRoutes({ verdicts, redeemer, floods, guesses, company, reasons }));
  app.route(paths.leads, leadRoutes({ intake, products, origins, deliveries }));
  app.route(paths.challenge, challengeRoutes(challenges));
  const views = options.views ?? new ViewCounts({ store, now, log, metrics });
  app.route(paths.views, viewRoutes({ counts: views, products, admit: limits.admitView }));
  app.route('/', healthRoutes({ store, health, codes }));
  app.route('/', openApiRoutes(options.openApi));
  if (metrics) app.route('/', metricsRoutes({ store, metrics, now }));
  const allowed = allowedMethods(metrics !== undefined);
  app.notFound(({ req }) => {
    const allow = allowed.get(req.path);
    return allow === undefined
      ? problemReply('not-found', { detail: 'Correct the path: openapi.json lists all.' })
      : problemReply('method-not-allowed', { headers: { allow } });
  });
  app.onError((error, context) => {
    if (error instanceof StoreError) health.failed();
    return replyToError(error, context.req.raw, log);
  });
  return toHandler(app, limits, options);
}

/** The `Allow` header of each path, for a request by another method. */
function allowedMethods(hasMetrics: boolean): ReadonlyMap<string, string> {
  const posted = [paths.leads, paths.validate, paths.redeem, paths.views];
  const read: string[] = [paths.health, paths.readiness, paths.openApi];
  if (hasMetrics) read.push(paths.metrics);
  return new Map<string, string>([
    ...posted.map((path) => [path, 'POST, OPTIONS'] as const),
    [paths.challenge, 'GET, HEAD, OPTIONS'],
    ...read.map((path) => [path, 'GET, HEAD'] as const),
  ]);
}

/**
 * Adds the headers of every reply, and counts it. What precedes each route is here and not in the
 * router, because Hono calls the only handler of a path without a chain.
 */
function toHandler(
  app: Hono<RouteEnv>,
  limits: Limits,
  { origins, log, metrics }: ProxyOptions,
): FetchHandler {
  const refused = new RefusedOrigins(log);
  type Asked = readonly [request: Request, connection: Connection | undefined];
  type Reply = Response | Promise<Response>;
  const answer = (
    [request, connection]: Asked,
    path: string,
    replyHeaders: ReplyHeaders,
  ): Reply => {
    if (!isForPages(path)) return app.fetch(request, { ...connection, replyHeaders });
    const visitor = limits.visitorOf(request, connection);
    if (request.method === 'OPTIONS') return preflightReply(request, origins);
    if (request.method === 'POST') requireOrigin(request, origins);
    if (path !== paths.views) limits.admit(visitor);
    return app.fetch(request, { ...connection, replyHeaders, visitor });
  };
  return async (request, connection) => {
    const path = getPath(request);
    let replyHeaders = commonHeaders;
    let reply: Response;
    try {
      replyHeaders = headersFor(request, { path, origins });
      reply = await answer([request, connection], path, replyHeaders);
    } catch (error) {
      const isRefused = error instanceof ProblemError && error.type === 'origin-not-allowed';
      if (isRefused) refused.warn(request);
      reply = await replyToError(error, request, log);
    }
    metrics?.request(path, reply.status);
    return withHeaders(reply, replyHeaders);
  };
}

/** Replies to a form with a page of its own, and otherwise with JSON. */
async function replyToError(error: unknown, request: Request, log: Log): Promise<Response> {
  const problem = problemOf(error, { log, bug: 'proxy.bug' });
  if (problem.type === 'internal' || !isFormPost(request)) {
    return problemReply(problem.type, problem.options);
  }
  const language = pageLanguage(null, request.headers.get('accept-language'));
  const page = problemPage(language, problem);
  return pageReply(problemStatus[problem.type], language, page, problemHeaders(problem.options));
}

/** All that a `<form>` can send, by its `enctype`; only the first is taken. */
const formTypes: ReadonlySet<string | undefined> = new Set([
  formType,
  'multipart/form-data',
  'text/plain',
]);

function isFormPost(request: Request): boolean {
  const isPage = (request.headers.get('accept') ?? '').includes('text/html');
  return isPage && formTypes.has(mediaTypeOrNone(request));
}

function mediaTypeOrNone(request: Request): string | undefined {
  try {
    return mediaType(request);
  } catch {
    return undefined;
  }
}
