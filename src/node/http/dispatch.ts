import type { FetchHandler } from '../../contract/fetch-handler.ts';
import { isFromLocalhost } from '../../owner/index.ts';
import { isForPages, isKnownPath } from '../../proxy/paths.ts';
import { problemReply } from '../../proxy/problem-reply.ts';
import { promoholderPaths } from '../../upstream/promoholder/api.ts';
import { promosSeruPaths } from '../../upstream/promos-seru/api.ts';
import type { Callers } from './exposure.ts';

export interface DispatchOptions {
  readonly proxy: FetchHandler;
  readonly backend: FetchHandler;
  /** Who may call the embedded backend's vendor APIs; for others, their paths do not exist. */
  readonly callers: { readonly promoholder: Callers; readonly promosSeru: Callers };
  /** The owner's API and pages; undefined if the owner has no access. */
  readonly owner: { readonly api: FetchHandler; readonly pages: FetchHandler } | undefined;
  readonly widget: FetchHandler;
  readonly demo: FetchHandler | undefined;
}

/** One port for everything: its path decides whether proxy, backend or files get a request. */
export function dispatch(options: DispatchOptions): FetchHandler {
  const { proxy, backend, callers, owner, widget, demo } = options;
  const vendorPaths = new Map<string, Callers>([
    ...Object.values(promoholderPaths).map((path) => [path, callers.promoholder] as const),
    ...Object.values(promosSeruPaths).map((path) => [path, callers.promosSeru] as const),
  ]);
  return (request, connection) => {
    const pathname = pathOf(request);
    if (owner && pathname.startsWith('/v1/owner/')) return owner.api(request, connection);
    if (owner && pathname === '/console') return Promise.resolve(toConsole(request));
    if (owner && pathname.startsWith('/console/')) return owner.pages(request);
    if (isForPages(pathname) || isKnownPath(pathname)) return proxy(request, connection);
    if (isOneOf(vendorPaths.get(pathname), request)) return backend(request);
    if (pathname.startsWith('/widget/')) return widget(request);
    return demo?.(request) ?? Promise.resolve(problemReply('not-found'));
  };
}

function isOneOf(callers: Callers | undefined, request: Request): boolean {
  return callers === 'everybody' || (callers === 'localhost' && isFromLocalhost(request));
}

/**
 * Parsed without `URL`: a `Request` has its URL in normal form already (Fetch, "new Request()").
 */
function pathOf({ url }: Request): string {
  const [path = ''] = url.slice(url.indexOf('/', url.indexOf('://') + 3)).split(/[?#]/, 1);
  return path;
}

/** Relative: a server knows neither its own address nor a path that it is mounted on. */
function toConsole({ method }: Request): Response {
  if (method !== 'GET' && method !== 'HEAD') {
    return problemReply('method-not-allowed', { headers: { allow: 'GET, HEAD' } });
  }
  return new Response(null, { status: 308, headers: { location: './console/' } });
}
