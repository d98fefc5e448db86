import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { listenAsSite } from '../../test/support/sockets/listen.ts';
import type { BenchPage } from './pages.ts';

/** What a page loads, by path, in brotli as from our own server. */
type Assets = ReadonlyMap<string, Buffer>;

export interface BenchSite extends AsyncDisposable {
  readonly url: string;
}

const here = import.meta.dirname;
const dist = join(here, '../../dist');
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Serves documents at once, by path, and each asset after a delay, as on a network. */
export async function openSite(
  documents: ReadonlyMap<string, string>,
  assets: Assets,
  delayMs: number,
): Promise<BenchSite> {
  const server = createServer((request, reply) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const path = decodeURIComponent(pathname);
    const document = documents.get(path);
    const asset = assets.get(path);
    reply.setHeader('cache-control', 'no-store');
    if (document !== undefined) {
      reply.setHeader('content-type', 'text/html; charset=utf-8').end(document);
    } else if (asset) {
      reply.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
      setTimeout(() => reply.setHeader('content-encoding', 'br').end(asset), delayMs);
    } else reply.writeHead(404).end();
  });
  return {
    url: await listenAsSite(server),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A landing page with little else, so that the form is what is measured. */
export function documentOf(page: BenchPage, assets: Assets): string {
  const { name, head = '', inlined, body } = page;
  const [style, script] = ['css', 'js'].map((type) => pathOf(page, `bundle.${type}`));
  const text = inlined && assets.get(`/widget/${inlined}`);
  const tags = [
    text ? `<style>${brotliDecompressSync(text).toString()}</style>` : '',
    style && assets.has(style) ? `<link rel="stylesheet" href="${encodeURI(style)}" />` : '',
    script && assets.has(script)
      ? `<script type="module" src="${encodeURI(script)}"></script>`
      : '',
  ];
  return `<!doctype html><html lang="en"><meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" /><title>${name}</title>
    <link rel="icon" href="data:," />
    <style>body { font: 16px/1.5 sans-serif; max-width: 640px; margin: 20px auto; }</style>
    ${head}${tags.join('')}
    <h1>Offer of the week</h1><p>What it is, and why one wants it.</p>
    <div id="app">${body}</div><p>Terms apply. The offer holds until the end of the month.</p>
    <p>${'What stands below. '.repeat(40)}</p></html>`;
}

/** The built script-tag files, and a bundle for each page that needs one. */
export async function makeAssets(
  pages: readonly BenchPage[],
  scriptTagFiles: string = join(dist, 'cdn'),
): Promise<Assets> {
  const assets = new Map<string, Buffer>();
  for (const file of globSync('*.{js,css}.br', { cwd: scriptTagFiles })) {
    const path = `/widget/${file.replace(/\.br$/, '')}`;
    assets.set(path, readFileSync(join(scriptTagFiles, file)));
  }
  for (const page of pages) {
    if (page.entry === undefined) continue;
    for (const file of await bundle(page.entry)) {
      const content = file.type === 'chunk' ? file.code : file.source;
      const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
      assets.set(pathOf(page, file.fileName), brotliCompressSync(content, { params }));
    }
  }
  return assets;
}

/** Bundles as a site does: Vite's defaults, minified, for today's browsers. */
async function bundle(
  entry: string,
): Promise<readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]> {
  const made = await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    resolve: { alias: [{ find: /^promo-lead\/(.*)$/, replacement: `${dist}/$1` }] },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: join(here, 'entries', entry),
        output: {
          entryFileNames: 'bundle.js',
          chunkFileNames: 'chunk-[hash].js',
          assetFileNames: 'bundle[extname]',
        },
      },
    },
  });
  return [made].flat().flatMap((one) => ('output' in one ? one.output : []));
}

function pathOf({ name }: BenchPage, file: string): string {
  return `/${name}/${file}`;
}
