import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** What a file is served with, beside its type and its tag. */
export type ExtraHeaders = Readonly<Record<string, string>>;

export interface StaticFiles {
  /** How many files there are. */
  readonly size: number;
  /** Answers `GET` and `HEAD`; undefined where there is no such file. */
  reply(request: Request, path: string): Response | undefined;
}

interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Reads a built folder into memory, once. A request then only looks up a name in a list: no path
 * of a request ever reaches the file system, so none can leave the folder. Dot files, source maps
 * and types that a page has no use for are not on the list.
 */
export function readStaticFiles(folder: string, extraHeaders: ExtraHeaders): StaticFiles {
  const files = new Map<string, StaticFile>();
  if (fs.existsSync(folder)) {
    for (const path of walk(folder)) {
      const file = readStaticFile(path);
      const name = relative(folder, path).split(sep).join('/');
      if (!file) continue;
      files.set(name, file);
      if (name.endsWith('.html')) files.set(name.replace(/(index)?\.html$/, ''), file);
    }
  }
  return {
    size: files.size,
    reply(request, path) {
      const file = files.get(path);
      return file && replyWith(request, file, extraHeaders);
    },
  };
}

function* walk(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}

/** A name with a hash of the content in it, as Vite writes them. */
const hashedName = /-[\w-]{8}\.\w+$/;

function readStaticFile(path: string): StaticFile | undefined {
  const type = types[extname(path)];
  if (type === undefined) return undefined;
  const body = new Uint8Array(fs.readFileSync(path));
  const isHashed = hashedName.test(path) && path.split(sep).includes('assets');
  return {
    body,
    type,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    cacheControl: isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

function replyWith(request: Request, file: StaticFile, extraHeaders: ExtraHeaders): Response {
  const headers = {
    ...extraHeaders,
    'cache-control': file.cacheControl,
    'content-type': file.type,
    etag: file.etag,
    'x-content-type-options': 'nosniff',
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  }
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim());
  // RFC 9110, 13.1.2: compared weakly, since a compressing server in front makes the tag weak.
  if (known.some((tag) => tag === '*' || tag.replace(/^W\//, '') === file.etag)) {
    return new Response(null, { status: 304, headers });
  }
  const length = { 'content-length': String(file.body.byteLength) };
  const body = request.method === 'HEAD' ? null : file.body;
  return new Response(body, { headers: { ...headers, ...length } });
}
