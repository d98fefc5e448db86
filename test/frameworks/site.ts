import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { listenAsSite } from '../support/sockets/listen.ts';
import { type App, folderOf } from './apps.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};
/** The proxy's address in every app, and in the README. */
const placeholder = 'https://leads.example';

/** What an app's build makes for its server: the page's content, or a request listener. */
interface ServerModule {
  readonly render?: () => string | Promise<string>;
  /** Markup before the content, if any. */
  readonly head?: string;
  readonly handler?: RequestListener;
}

/** The built apps on one origin, each under its name; on `…/served` as its server renders it. */
export class Site implements Disposable {
  proxyUrl = '';
  readonly #server: Server;
  readonly #apps: ReadonlyMap<string, App>;

  constructor(apps: readonly App[]) {
    this.#apps = new Map(apps.map((app) => [app.name, app]));
    this.#server = createServer((request, reply) => {
      const { pathname } = new URL(request.url ?? '/', 'http://site');
      const answer = request.method === 'POST' ? echo(request) : this.#answer(pathname);
      answer.then(
        ([type, body]) => reply.setHeader('content-type', type).end(body),
        (error: unknown) => reply.writeHead(404).end(String(error)),
      );
    });
  }

  /** Resolves to its origin. */
  start(): Promise<string> {
    return listenAsSite(this.#server);
  }

  [Symbol.dispose](): void {
    this.#server.close();
  }

  async #answer(pathname: string): Promise<readonly [type: string, body: string]> {
    const [, name = '', ...rest] = pathname.split('/');
    const app = this.#apps.get(name);
    if (!app) throw new Error(`Cannot find app ${name}`);
    const path = rest.join('/');
    const folder = join(folderOf(app), 'dist/client');
    const isPage = path === '' || path === 'served';
    const file = await readFile(join(folder, isPage ? 'index.html' : path), 'utf8');
    const body = path === 'served' ? await serve(app, file) : file;
    const type = types[isPage ? '.html' : extname(path)] ?? 'text/plain';
    return [type, body.replaceAll(placeholder, this.proxyUrl)];
  }
}

/** The page as the app's server would send it: with the rendered content, or entirely. */
async function serve(app: App, page: string): Promise<string> {
  const file = join(folderOf(app), 'dist/server/server.js');
  const { render, head = '', handler } = (await import(file)) as ServerModule;
  if (handler) return ask(handler, `/${app.name}/served`);
  const markup = await render?.();
  return page.replace('<div id="app"></div>', () => `${head}<div id="app">${markup}</div>`);
}

async function ask(handler: RequestListener, path: string): Promise<string> {
  const server = createServer(handler);
  try {
    const reply = await fetch((await listenAsSite(server)) + path);
    return await reply.text();
  } finally {
    server.close();
  }
}

/** What a form posted, for an app that leaves this to its server. */
async function echo(request: IncomingMessage): Promise<readonly [type: string, body: string]> {
  const fields = new URLSearchParams(await text(request));
  return ['text/html', JSON.stringify([...fields])];
}
