import type { FetchHandler } from '../contract/fetch-handler.ts';
import { problemReply } from '../proxy/problem-reply.ts';
import { promoholderPaths } from '../upstream/promoholder/api.ts';
import { promosSeruPaths } from '../upstream/promos-seru/api.ts';

export interface DispatchOptions {
  readonly proxy: FetchHandler;
  readonly backend: FetchHandler;
  /** Which of the vendors' APIs are embedded: the paths of the others are not there. */
  readonly embedded: { readonly promoholder: boolean; readonly promosSeru: boolean };
  /** The owner's API and pages; undefined where the owner has no access. */
  readonly owner: { readonly api: FetchHandler; readonly pages: FetchHandler } | undefined;
  readonly widget: FetchHandler;
  readonly demo: FetchHandler | undefined;
}

/** One port for everything: by its path a request goes to the proxy, the backend or the files. */
export function dispatch(options: DispatchOptions): FetchHandler {
  const { proxy, backend, embedded, owner, widget, demo } = options;
  const vendorPaths = new Set<string>([
    ...(embedded.promoholder ? Object.values(promoholderPaths) : []),
    ...(embedded.promosSeru ? Object.values(promosSeruPaths) : []),
  ]);
  const proxyPath = /^\/(v1\/|(healthz|readyz|metrics|openapi\.json)$)/;
  return (request, connection) => {
    const pathname = pathOf(request);
    if (owner && pathname.startsWith('/v1/owner/')) return owner.api(request, connection);
    if (owner && pathname === '/console') return Promise.resolve(toConsole());
    if (owner && pathname.startsWith('/console/')) return owner.pages(request);
    if (proxyPath.test(pathname)) return proxy(request, connection);
    if (vendorPaths.has(pathname)) return backend(request);
    if (pathname.startsWith('/widget/')) return widget(request);
    return demo?.(request) ?? Promise.resolve(problemReply('not-found'));
  };
}

/** As `URL` has it, for a `Request` has its own URL in that form (Fetch, "new Request()"). */
function pathOf({ url }: Request): string {
  const [path = ''] = url.slice(url.indexOf('/', url.indexOf('://') + 3)).split(/[?#]/, 1);
  return path;
}

/** By a relative URL: a server does not know its own address, nor a path that it is mounted on. */
function toConsole(): Response {
  return new Response(null, { status: 308, headers: { location: './console/' } });
}
