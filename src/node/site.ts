import { fileURLToPath } from 'node:url';
import type { FetchHandler } from '../contract/fetch-handler.ts';
import { problemReply } from '../proxy/problem-reply.ts';
import { readStaticFiles } from './static-files.ts';

/** The folder of what was built for the browser; two levels up from `src/` and `dist/` alike. */
function built(name: string): string {
  return fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
}

/** Pages of ours run no script but our files', and nobody may frame them. */
const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'strict-origin-when-cross-origin',
};

/** Scripts that pages of any origin load, with `crossorigin` and `integrity` too. */
const widgetHeaders = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** `GET /widget/…`: the built script files. */
export function createWidgetSite(folder: string = built('cdn')): FetchHandler & { size: number } {
  const files = readStaticFiles(folder, widgetHeaders);
  const handle: FetchHandler = async (request) => {
    const path = new URL(request.url).pathname.slice('/widget/'.length);
    return files.reply(request, path) ?? problemReply('not-found');
  };
  return Object.assign(handle, { size: files.size });
}

/** `GET /console/…`: the owner's pages. They hold nothing of the owner's, who signs in by them. */
export function createConsoleSite(folder: string = built('console')): FetchHandler {
  const files = readStaticFiles(folder, { ...pageHeaders, 'referrer-policy': 'no-referrer' });
  return async (request) => {
    const path = new URL(request.url).pathname.slice('/console/'.length);
    return files.reply(request, path) ?? problemReply('not-found');
  };
}

/** The demo pages at `/`. */
export function createDemoSite(folder: string = built('demo')): FetchHandler & { size: number } {
  const files = readStaticFiles(folder, pageHeaders);
  const handle: FetchHandler = async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    return files.reply(request, path) ?? problemReply('not-found');
  };
  return Object.assign(handle, { size: files.size });
}
