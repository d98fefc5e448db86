import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { version } from '../../src/elements/shared/version.ts';
import { createStage, type StageOptions } from '../support/proxy/proxy-stage.ts';
import { listenAsSite } from '../support/sockets/listen.ts';

/** A page of a test. */
export interface PageText {
  readonly html: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Sent {
  readonly path: string;
  readonly key: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A site: pages, the built files beside them, and the proxy with its store. */
export interface Site {
  readonly url: string;
  /** What reached the proxy, in order. */
  readonly sent: readonly Sent[];
  /** How many leads the proxy has stored. */
  storedLeads(): Promise<number>;
  /** Delays the proxy's answers until the returned function is called. */
  hold(): () => void;
  /** Replaces the proxy's answer, if it returns one. */
  answer: ((sent: Sent) => Response | undefined) | undefined;
}

export type Pages = Readonly<Record<string, PageText>>;

/** What the browser may load, by the first part of its path. */
const folders: Readonly<Record<string, (path: string) => string>> = {
  cdn: (path) => readFileSync(`dist/cdn/${path}`, 'utf8'),
  // The same files under another URL: to a browser these are other modules.
  'cdn-again': (path) => readFileSync(`dist/cdn/${path}`, 'utf8'),
  'cdn-next': (path) => nextVersion(readFileSync(`dist/cdn/${path}`, 'utf8')),
  npm: (path) => readFileSync(`dist/${path}`, 'utf8'),
  node_modules: (path) => readFileSync(`node_modules/${path}`, 'utf8'),
};

/** The build, as the next release. */
function nextVersion(script: string): string {
  return script.replaceAll(`"${version}"`, '"9.9.9"');
}

/** Serves pages by path, on a new origin. */
export async function openSite(pages: Pages, options: StageOptions = {}): Promise<Site> {
  const sent: Sent[] = [];
  let held = Promise.resolve();
  const listener = getRequestListener(
    async (request) => {
      const { pathname } = new URL(request.url);
      const [, folder = '', path = ''] = /^\/([^/]*)\/?(.*)$/.exec(pathname) ?? [];
      const page = pages[pathname];
      if (page) {
        const body = typeof page.html === 'string' ? page.html : new Uint8Array(page.html);
        return new Response(body, {
          headers: { 'content-type': 'text/html; charset=utf-8', ...page.headers },
        });
      }
      if (folder === 'latest') return Response.redirect(new URL(`/cdn/${path}`, request.url));
      const read = folders[folder];
      if (read) {
        const headers = {
          'content-type': 'text/javascript',
          'access-control-allow-origin': '*',
          'timing-allow-origin': '*',
        };
        return new Response(read(path), { headers });
      }
      if (pathname === '/favicon.ico') return new Response(null, { status: 204 });
      // A count of views is not something that the visitor sent.
      const isView = pathname.endsWith('/v1/views');
      if (request.method !== 'POST' || isView) return stage.proxy(request);
      const record: Sent = {
        path: pathname,
        key: request.headers.get('idempotency-key'),
        body: (await request.clone().json()) as Sent['body'],
      };
      sent.push(record);
      const reply = site.answer?.(record) ?? (await stage.proxy(request));
      await held;
      return reply;
    },
    { errorHandler: (error) => new Response(String(error), { status: 500 }) },
  );
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = await listenAsSite(server);
  const stage = await createStage({ origins: () => [url], ...options });
  const site: Site = {
    url,
    sent,
    answer: undefined,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    storedLeads: async () => (await stage.store.selectFrom('leads').select('ref').execute()).length,
  };
  return site;
}
