import type { FetchHandler } from '../contract/fetch-handler.ts';
import { requireUnread } from './guards/body.ts';
import { problemReply } from './problem-reply.ts';

/**
 * Mounts a handler below a path of a site, such as `/promo`, for a framework that leaves that path
 * in the URL. The elements get the path as their `endpoint`.
 */
export function underPath(path: `/${string}`, handler: FetchHandler): FetchHandler {
  return async (request, connection) => {
    const url = new URL(request.url);
    if (!url.pathname.startsWith(`${path}/`)) return problemReply('not-found');
    requireUnread(request);
    url.pathname = url.pathname.slice(path.length);
    return handler(new Request(url, request), connection);
  };
}
