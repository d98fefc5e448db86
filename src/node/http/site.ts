import * as fs from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { FetchHandler } from '../../contract/fetch-handler.ts';
import { type PinnedScript, widgetFile } from '../../contract/owner/snippet.ts';
import type { Log } from '../../proxy/log.ts';
import { problemReply } from '../../proxy/problem-reply.ts';
import { packageFolder } from '../package.ts';
import { forGood, listStaticFiles, readStaticFiles, type StaticFiles } from './static-files.ts';
import { isRelease, keepRelease, MissedReleases, releaseOf } from './widget-releases.ts';

/** The folder with what was built for the browser. */
function built(name: string): string {
  return join(packageFolder, 'dist', name);
}

/** Our pages run only scripts from our files, and nobody may frame them. */
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

/** Scripts that pages of any origin may load, also with `crossorigin` and `integrity`. */
const widgetHeaders = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

export interface WidgetSiteOptions {
  /** What was built for pages. */
  readonly folder?: string;
  /** Where files of earlier releases are; without it, only the built ones are served. */
  readonly archive?: string;
  readonly log: Log;
}

/** `GET /console/…`: the owner's pages, to sign in on. The files themselves hold no data. */
export function createConsoleSite(): FetchHandler {
  const headers = { ...pageHeaders, 'referrer-policy': 'no-referrer' };
  return serve(readStaticFiles(built('console'), headers), '/console/');
}

/** Serves files below a path. */
function serve(files: StaticFiles, below: string): FetchHandler {
  return async (request) => {
    const path = new URL(request.url).pathname.slice(below.length);
    return files.reply(request, path) ?? problemReply('not-found');
  };
}

export interface Site {
  readonly handle: FetchHandler;
  /** How many files there are. */
  readonly size: number;
}

/**
 * `GET /widget/…`: the built script files, under their plain names, which a browser revalidates
 * each time, and under the name of their release, which it keeps:
 * `/widget/0.1.0-Zk3PqA7x/lead-form.js`. What a script loads later comes from its own folder, so
 * all of it is of one release.
 */
export function createWidgetSite(options: WidgetSiteOptions): Site {
  const { folder = built('cdn'), archive, log } = options;
  const files = readStaticFiles(folder, widgetHeaders);
  const current = releaseOf(files);
  if (archive !== undefined && files.size > 0) keepRelease(folder, archive, current, log);
  // Only what most pages ask for is kept in memory: a release is nearly a megabyte.
  const releases = new Map<string, Pick<StaticFiles, 'reply'>>([[current, files]]);
  const missed = new MissedReleases(log);
  /** Looked for on demand: another server on this folder may have kept it since. */
  const find = (release: string): Pick<StaticFiles, 'reply'> | undefined => {
    const known = releases.get(release);
    if (known || archive === undefined || !isRelease(release)) return known;
    const kept = listStaticFiles(join(archive, release), widgetHeaders);
    if (kept) releases.set(release, kept);
    else missed.tell(release);
    return kept;
  };
  return {
    size: files.size,
    handle: async (request) => {
      const path = new URL(request.url).pathname.slice('/widget/'.length);
      const [, release = '', name = ''] = /^([^/]*)\/(.*)$/.exec(path) ?? [];
      const ofRelease = find(release);
      const reply = ofRelease
        ? ofRelease.reply(request, name, { 'cache-control': forGood })
        : files.reply(request, path, { 'content-location': relativeTo(path, current) });
      return reply ?? problemReply('not-found');
    },
  };
}

/** From one file to the same one of a release, whatever precedes `/widget/`. */
function relativeTo(path: string, release: string): string {
  return `${'../'.repeat(path.split('/').length - 1)}${release}/${path}`;
}

/** The script with both elements; undefined where nothing was built. */
export function pinWidget(): PinnedScript | undefined {
  const folder = built('cdn');
  const release = releaseOf(readStaticFiles(folder, {}));
  const list = join(folder, 'sri.json');
  const digests = fs.existsSync(list)
    ? Digests.parse(JSON.parse(fs.readFileSync(list, 'utf8')))
    : {};
  const integrity = digests[widgetFile];
  return integrity === undefined
    ? undefined
    : { path: `/widget/${release}/${widgetFile}`, integrity };
}

const Digests = z.record(z.string(), z.string());

/** The demo pages at `/`. */
export function createDemoSite(folder: string = built('demo')): Site {
  const files = readStaticFiles(folder, pageHeaders);
  return { handle: serve(files, '/'), size: files.size };
}
