import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';

/** Serves a page for each path on a new origin. Returns the origin. */
export async function servePage(
  html: (path: string) => string,
  headers: (path: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<string> {
  const server = createServer(({ url = '/' }, reply) => {
    const added = headers(new URL(url, 'http://page').pathname);
    for (const [name, value] of Object.entries(added)) reply.setHeader(name, value);
    reply.setHeader('content-type', 'text/html; charset=utf-8');
    reply.end(
      `<!doctype html><html lang="en"><title>A page</title>${html(new URL(url, 'http://page').pathname)}`,
    );
  });
  after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
