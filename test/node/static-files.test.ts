import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { chooseCoding, type Coding } from '../../src/node/content-coding.ts';
import { createDemoSite, createWidgetSite, type Site } from '../../src/node/site.ts';
import type { Log } from '../../src/proxy/log.ts';
import { temporaryFolder } from './harness.ts';

const log: Log = { info() {}, warn() {}, error() {} };

function built(): string {
  const folder = join(temporaryFolder(), 'built');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(folder, 'pages'));
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, '..', 'outside.js'), 'secret');
  writeFileSync(join(folder, 'promo-lead.js'), 'export {};');
  writeFileSync(join(folder, 'promo-lead.js.br'), brotliCompressSync('export {};'));
  writeFileSync(join(folder, 'picture.png'), 'PNG');
  writeFileSync(join(folder, 'promo-lead.js.map'), '{}');
  writeFileSync(join(folder, '.env'), 'secret');
  writeFileSync(join(folder, '.git', 'config.js'), 'secret');
  writeFileSync(join(folder, 'assets', 'index-aB3_d-6h.js'), '1;');
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'pages', 'index.html'), 'pages');
  writeFileSync(join(folder, 'other.html'), 'other');
  symlinkSync(join(folder, '..', 'outside.js'), join(folder, 'link.js'));
  return folder;
}

describe('GET /widget/…', () => {
  const { handle: widget } = createWidgetSite({ folder: built(), log });
  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    widget(new Request(`http://a/widget/${path}`, init));

  it('gives a script to pages of any origin', async () => {
    const response = await get('promo-lead.js');
    assert.equal(response.status, 200);
    assert.equal(await response.text(), 'export {};');
    const { headers } = response;
    assert.equal(headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('content-length'), '10');
  });

  it('answers 304 to whoever has it', async () => {
    const etag = (await get('promo-lead.js')).headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const response = await get('promo-lead.js', { headers: { 'if-none-match': known } });
      assert.equal(response.status, 304);
      assert.equal(await response.text(), '');
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
    }
    const other = await get('promo-lead.js', { headers: { 'if-none-match': '"x"' } });
    assert.equal(other.status, 200);
  });

  it('answers HEAD without a body, and no other method', async () => {
    const head = await get('promo-lead.js', { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(await head.text(), '');
    const post = await get('promo-lead.js', { method: 'POST' });
    assert.equal(post.status, 405);
    assert.equal(post.headers.get('allow'), 'GET, HEAD');
  });

  it('has nothing but the built files', async () => {
    const paths = [
      'promo-lead.js.map',
      '.env',
      '.git/config.js',
      'link.js',
      '../outside.js',
      '..%2foutside.js',
      '%2e%2e/outside.js',
      '..\\outside.js',
      '/etc/passwd',
      'assets',
      'assets/',
      'promo-lead.js/',
      'promo-lead.js%00',
      '__proto__',
      'constructor',
    ];
    for (const path of paths) assert.equal((await get(path)).status, 404, path);
  });

  it('is kept for good only under a name that has its hash', async () => {
    const hashed = await get('assets/index-aB3_d-6h.js');
    assert.equal(hashed.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal((await get('promo-lead.js')).headers.get('cache-control'), 'no-cache');
  });

  it('is compressed as the client takes it', async () => {
    const asked = (accepted: string, headers: Record<string, string> = {}): Promise<Response> =>
      get('promo-lead.js', { headers: { ...headers, 'accept-encoding': accepted } });
    const ways: readonly (readonly [string, string | null, (body: Buffer) => Buffer])[] = [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['br;q=0, *;q=0.1', 'gzip', gunzipSync],
      ['zstd', null, (body) => body],
    ];
    const tags = new Set<string | null>();
    for (const [accepted, coding, unpack] of ways) {
      const response = await asked(accepted);
      const { headers } = response;
      assert.equal(headers.get('content-encoding'), coding, accepted);
      assert.equal(headers.get('vary'), 'Accept-Encoding');
      const body = Buffer.from(await response.arrayBuffer());
      assert.equal(headers.get('content-length'), String(body.byteLength));
      assert.equal(unpack(body).toString(), 'export {};');
      const etag = headers.get('etag') ?? '';
      tags.add(etag);
      const known = await asked(accepted, { 'if-none-match': etag });
      assert.equal(known.status, 304, accepted);
      assert.equal(known.headers.get('vary'), 'Accept-Encoding');
    }
    assert.equal(tags.size, 3);
  });

  it('is not compressed where that saves nothing', async () => {
    const response = await get('picture.png', { headers: { 'accept-encoding': 'br, gzip' } });
    assert.equal(response.headers.get('content-encoding'), null);
    assert.equal(response.headers.get('vary'), null);
  });
});

describe('GET /widget/RELEASE/…', () => {
  const get = ({ handle }: Site, path: string, init: RequestInit = {}): Promise<Response> =>
    handle(new Request(`http://a${path}`, init));

  async function placeOf(site: Site): Promise<string> {
    const { headers } = await get(site, '/widget/promo-lead.js');
    const { pathname: place } = new URL(headers.get('content-location') ?? '', 'http://a/widget/');
    assert.match(place, /^\/widget\/\d+\.\d+\.\d+-[\w-]{8}\/promo-lead\.js$/);
    return place;
  }

  it('is named by the plain name, and kept by browsers for good', async () => {
    const site = createWidgetSite({ folder: built(), log });
    const response = await get(site, await placeOf(site));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(await response.text(), 'export {};');
  });

  it('has another name where any file is another one', async () => {
    const folder = built();
    const before = await placeOf(createWidgetSite({ folder, log }));
    assert.equal(await placeOf(createWidgetSite({ folder: built(), log })), before);
    writeFileSync(join(folder, 'other.html'), 'another');
    assert.notEqual(await placeOf(createWidgetSite({ folder, log })), before);
  });

  it('stays when a newer release serves, with what it loads later', async () => {
    const folder = built();
    const archive = join(temporaryFolder(), 'widget');
    const place = await placeOf(createWidgetSite({ folder, archive, log }));
    writeFileSync(join(folder, 'promo-lead.js'), 'export const newer = true;');
    const newer = createWidgetSite({ folder, archive, log });
    assert.notEqual(await placeOf(newer), place);
    const response = await get(newer, place, { headers: { 'accept-encoding': 'br' } });
    assert.equal(response.headers.get('content-encoding'), 'br');
    const body = Buffer.from(await response.arrayBuffer());
    assert.equal(brotliDecompressSync(body).toString(), 'export {};');
    const beside = place.replace('promo-lead.js', 'other.html');
    assert.equal(await (await get(newer, beside)).text(), 'other');
    assert.equal(readdirSync(archive).length, 2);
  });

  it('goes when there are twenty newer ones, which stay', async () => {
    const folder = built();
    const archive = join(temporaryFolder(), 'widget');
    const places: string[] = [];
    for (let day = 0; day < 21; day += 1) {
      writeFileSync(join(folder, 'promo-lead.js'), `export const day = ${day};`);
      const place = await placeOf(createWidgetSite({ folder, archive, log }));
      places.push(place);
      // Kept so long ago: within the same moment nothing is older.
      const [, , release = ''] = place.split('/');
      utimesSync(join(archive, release), day, day);
    }
    const site = createWidgetSite({ folder, archive, log });
    const found: string[] = [];
    for (const place of places) if ((await get(site, place)).status === 200) found.push(place);
    assert.deepEqual(found, places.slice(1));
    assert.equal(readdirSync(archive).length, 20);
  });

  it('is looked for on the disk when it is asked for, and may be gone by then', async () => {
    const folder = built();
    const archive = join(temporaryFolder(), 'widget');
    const place = await placeOf(createWidgetSite({ folder, archive, log }));
    writeFileSync(join(folder, 'promo-lead.js'), 'export const newer = true;');
    const newer = createWidgetSite({ folder, archive, log });
    const etag = (await get(newer, place)).headers.get('etag') ?? '';
    const known = await get(newer, place, { headers: { 'if-none-match': etag } });
    assert.equal(known.status, 304);
    // As another server on the same data folder does.
    const [, , release = ''] = place.split('/');
    rmSync(join(archive, release), { recursive: true });
    assert.equal((await get(newer, place)).status, 404);
    assert.equal((await get(newer, await placeOf(newer))).status, 200);
  });

  it('is not there where nobody kept it, nor is anything outside of it', async () => {
    const archive = join(temporaryFolder(), 'widget');
    const site = createWidgetSite({ folder: built(), archive, log });
    const place = await placeOf(site);
    const others = ['/widget/0.0.1-aaaaaaaa/promo-lead.js', '/widget/__proto__/promo-lead.js'];
    const outside = ['link.js', '..%2foutside.js', '.env', 'promo-lead.js.br'];
    others.push(...outside.map((name) => place.replace('promo-lead.js', name)));
    for (const path of others) assert.equal((await get(site, path)).status, 404, path);
  });

  it('serves where it cannot be kept, and says so', async () => {
    const warned: string[] = [];
    const warn = (event: string): void => void warned.push(event);
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const archive = join(file, 'widget');
    const site = createWidgetSite({ folder: built(), archive, log: { ...log, warn } });
    assert.equal((await get(site, await placeOf(site))).status, 200);
    assert.deepEqual(warned, ['widget.not-kept']);
  });
});

describe('chooseCoding()', () => {
  const all = ['br', 'gzip', 'identity'] as const;

  it('keeps to the weights of a client, else to the smallest', () => {
    const choices: readonly (readonly [string | null, Coding])[] = [
      [null, 'identity'],
      ['', 'identity'],
      ['*', 'br'],
      ['BR', 'br'],
      ['gzip;q=1.0, br;q=0.9', 'gzip'],
      ['identity, br;q=0.2', 'identity'],
      ['identity;q=0, gzip', 'gzip'],
      ['identity;q=0', 'identity'],
      ['*;q=0', 'identity'],
      ['br;q=oops', 'identity'],
      [`br,${' '.repeat(1000)}gzip`, 'identity'],
      ['x-br, gzip ; q=0.3', 'gzip'],
    ];
    for (const [accepted, coding] of choices) {
      assert.equal(chooseCoding(accepted, all), coding, String(accepted));
    }
    assert.equal(chooseCoding('br', ['gzip', 'identity']), 'identity');
  });

  it('never chooses what a client refuses, whatever it writes', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('br', 'gzip'), (noise, coding) => {
        const text = noise.replaceAll(/[,;*]|br|gzip/gi, '');
        assert.notEqual(chooseCoding(`${text}, ${coding};q=0`, all), coding);
      }),
    );
  });
});

describe('GET /', () => {
  const { handle: demo } = createDemoSite(built());
  const get = (path: string): Promise<Response> => demo(new Request(`http://a${path}`));

  it('finds pages with and without their ending', async () => {
    assert.equal(await (await get('/')).text(), '<!doctype html>');
    assert.equal(await (await get('/index.html')).text(), '<!doctype html>');
    assert.equal(await (await get('/other')).text(), 'other');
    assert.equal(await (await get('/pages/')).text(), 'pages');
  });

  it('runs no script but our files, in no frame', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      assert(policy.split('; ').includes(directive), directive);
    }
    assert.doesNotMatch(policy, /unsafe|\*/);
  });

  it('lets its plain forms say where they come from', async () => {
    // Under `no-referrer` a browser posts a form with `Origin: null`, which the proxy refuses.
    assert.equal(
      (await get('/')).headers.get('referrer-policy'),
      'strict-origin-when-cross-origin',
    );
  });
});
