import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after } from 'node:test';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import type { TemplateResult } from 'lit';
import '../../src/index.ts';
import { listenAsSite } from '../support/sockets/listen.ts';

export interface ServedDocument {
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly content: TemplateResult;
}

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
/** The package and Lit as on npm: a page that hydrates needs a single copy of Lit. */
const imports = {
  'promo-lead': '/dist/index.js',
  lit: '/node_modules/lit/index.js',
  'lit/': '/node_modules/lit/',
  'lit-html': '/node_modules/lit-html/lit-html.js',
  'lit-html/': '/node_modules/lit-html/',
  'lit-element/': '/node_modules/lit-element/',
  '@lit/reactive-element': '/node_modules/@lit/reactive-element/reactive-element.js',
  '@lit-labs/ssr-client/': '/node_modules/@lit-labs/ssr-client/',
};

/** What a page runs to hydrate what the server rendered, as in the README. */
export const hydrate = `import('@lit-labs/ssr-client/lit-element-hydrate-support.js')
  .then(() => import('promo-lead'))`;

/** Serves documents that Node has rendered, by path. Returns the origin. */
export async function serveDocuments(
  documents: Readonly<Record<string, ServedDocument>>,
): Promise<string> {
  const server = createServer((request, reply) => {
    void answer(new URL(request.url ?? '/', 'http://site').pathname).then(
      ([type, body]) => reply.setHeader('content-type', `${type}; charset=utf-8`).end(body),
      () => reply.writeHead(404).end(),
    );
  });
  const answer = async (path: string): Promise<readonly [type: string, body: string | Buffer]> => {
    // Counts of views do not matter here.
    if (path === '/v1/views') return ['text/plain', ''];
    const found = documents[path];
    if (found) return ['text/html', await write(found)];
    if (!/^\/(dist|node_modules)\//.test(path)) throw new Error(`Cannot find ${path}`);
    return [types[extname(path)] ?? 'text/plain', await readFile(`.${path}`)];
  };
  after(() => server.close());
  return listenAsSite(server);
}

async function write({ lang = 'en', dir = 'ltr', content }: ServedDocument): Promise<string> {
  return `<!doctype html><html lang="${lang}" dir="${dir}"><meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A page</title><script type="importmap">${JSON.stringify({ imports })}</script>
    <link rel="icon" href="data:," />
    <body>${await collectResult(render(content))}<p>What comes next.</p></body></html>`;
}
