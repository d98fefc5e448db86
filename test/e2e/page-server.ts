import { createServer } from 'node:http';
import { after } from 'node:test';
import { listenAsSite } from '../support/sockets/listen.ts';

/** Serves a page for each path on a new origin, or a redirect if it has a `location`. */
export async function servePage(
  html: (path: string) => string,
  headers: (path: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<string> {
  const server = createServer(({ url = '/' }, reply) => {
    const { pathname } = new URL(url, 'http://page');
    const added = headers(pathname);
    for (const [name, value] of Object.entries(added)) reply.setHeader(name, value);
    if (added['location'] !== undefined) reply.statusCode = 302;
    reply.setHeader('content-type', 'text/html; charset=utf-8');
    reply.end(`<!doctype html><html lang="en"><title>A page</title>${html(pathname)}`);
  });
  after(() => server.close());
  return listenAsSite(server);
}
