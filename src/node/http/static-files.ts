import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { problemReply } from '../../proxy/problem-reply.ts';
import { codeOf } from '../system-error.ts';
import { chooseCoding, type Coding } from './content-coding.ts';

/** The headers of a file beside its type and its tag. */
export type ExtraHeaders = Readonly<Record<string, string>>;

export interface StaticFiles {
  /** How many files there are. */
  readonly size: number;
  /** Changes exactly when a file does. */
  readonly digest: string;
  /** Answers `GET` and `HEAD`; undefined if there is no such file. */
  reply(request: Request, path: string, headers?: ExtraHeaders): Response | undefined;
}

type Body = Uint8Array<ArrayBuffer>;

interface StaticFile {
  readonly type: string;
  readonly digest: string;
  readonly cacheControl: string;
  /** Its codings, from the smallest body to the largest. */
  readonly codings: readonly Coding[];
  body(coding: Coding): Body;
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
/** Types that compression does not make smaller. */
const compressed: ReadonlySet<string> = new Set(['.jpg', '.png', '.webp', '.woff2']);

/** For a name that changes with its content. */
export const forGood = 'public, max-age=31536000, immutable';

/**
 * Reads a built folder into memory, once. A request then only looks up a name in a map: no path of
 * a request ever reaches the file system, so none can leave the folder. Dot files, source maps and
 * types that a page has no use for are not in it. Clients that accept brotli get `FILE.br`, which
 * would take too long to make here.
 */
export function readStaticFiles(folder: string, extraHeaders: ExtraHeaders): StaticFiles {
  const files = new Map<string, StaticFile>();
  const digest = createHash('sha256');
  if (fs.existsSync(folder)) {
    for (const path of [...walk(folder)].toSorted()) {
      const file = readStaticFile(path);
      if (!file) continue;
      const name = nameOf(folder, path);
      files.set(name, file);
      digest.update(`${name}\0${file.digest}\0`);
      if (name.endsWith('.html')) files.set(name.replace(/(index)?\.html$/, ''), file);
    }
  }
  return {
    size: files.size,
    digest: digest.digest('base64url'),
    reply(request, path, headers = {}) {
      const file = files.get(path);
      return file && replyWith(request, file, { ...extraHeaders, ...headers });
    },
  };
}

/**
 * The same for a folder that is seldom used: its names are read now, and a file each time that it
 * is asked for. Undefined if the folder cannot be read.
 */
export function listStaticFiles(
  folder: string,
  extraHeaders: ExtraHeaders,
): Pick<StaticFiles, 'reply'> | undefined {
  const found = unlessRefused(() => [...walk(folder)]);
  if (!found) return undefined;
  const paths = new Map(found.map((path) => [nameOf(folder, path), path]));
  return {
    reply(request, name, headers = {}) {
      const path = paths.get(name);
      const file = path === undefined ? undefined : unlessRefused(() => readStaticFile(path));
      return file && replyWith(request, file, { ...extraHeaders, ...headers });
    },
  };
}

/** Undefined if the system refuses: a file that was removed or may not be read is not there. */
function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) !== '') return undefined;
    throw error;
  }
}

function nameOf(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

function* walk(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}

/** A name with a hash of the content in it, as Vite makes them. */
const hashedName = /-[\w-]{8}\.\w+$/;

function readStaticFile(path: string): StaticFile | undefined {
  const type = types[extname(path)];
  if (type === undefined) return undefined;
  const identity: Body = new Uint8Array(fs.readFileSync(path));
  const isHashed = hashedName.test(path) && path.split(sep).includes('assets');
  const bodies = new Map<Coding, Body>([['identity', identity]]);
  const isBrotliThere = fs.existsSync(`${path}.br`);
  if (isBrotliThere) bodies.set('br', new Uint8Array(fs.readFileSync(`${path}.br`)));
  const smaller: readonly Coding[] = isBrotliThere ? ['br', 'gzip'] : ['gzip'];
  return {
    type,
    codings: compressed.has(extname(path)) ? ['identity'] : [...smaller, 'identity'],
    digest: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    cacheControl: isHashed ? forGood : 'no-cache',
    body(coding) {
      const body = bodies.get(coding) ?? new Uint8Array(gzipSync(identity));
      // Takes some milliseconds, once.
      bodies.set(coding, body);
      return body;
    },
  };
}

function replyWith(request: Request, file: StaticFile, extraHeaders: ExtraHeaders): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return problemReply('method-not-allowed', { headers: { allow: 'GET, HEAD' } });
  }
  const coding = chooseCoding(request.headers.get('accept-encoding'), file.codings);
  const etag = coding === 'identity' ? `"${file.digest}"` : `"${file.digest}-${coding}"`;
  const headers = {
    'cache-control': file.cacheControl,
    ...extraHeaders,
    'content-type': file.type,
    // Each coding is a representation of its own (RFC 9110, 8.8.3.3).
    etag,
    ...(file.codings.length > 1 && { vary: 'Accept-Encoding' }),
    'x-content-type-options': 'nosniff',
  };
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim());
  // RFC 9110, 13.1.2: compared weakly, since a compressing server in front makes the tag weak.
  if (known.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)) {
    return new Response(null, { status: 304, headers });
  }
  const body = file.body(coding);
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: {
      ...headers,
      ...(coding !== 'identity' && { 'content-encoding': coding }),
      'content-length': String(body.byteLength),
    },
  });
}
