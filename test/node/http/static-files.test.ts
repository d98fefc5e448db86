import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { chooseCoding, type Coding } from '../../../src/node/http/content-coding.ts';
import { createDemoSite, createWidgetSite } from '../../../src/node/http/site.ts';
import { silent as log } from '../../support/logs.ts';
import { built } from '../built-folder.ts';

describe('GET /widget/…', () => {
  const { handle: widget } = createWidgetSite({ folder: built(), log });
  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    widget(new Request(`http://a/widget/${path}`, init));

  it('serves a script to pages of any origin', async () => {
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

  it('answers 304 to a client that has the file', async () => {
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
    assert.equal(post.headers.get('content-type'), 'application/problem+json');
    // A cache may keep a 405 that does not say otherwise (RFC 9110, 15.1).
    assert.equal(post.headers.get('cache-control'), 'no-store');
  });

  it('serves nothing but the built files', async () => {
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

  it('is cached for good only under a name with its hash', async () => {
    const hashed = await get('assets/index-aB3_d-6h.js');
    assert.equal(hashed.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal((await get('promo-lead.js')).headers.get('cache-control'), 'no-cache');
  });

  it('is compressed as the client accepts', async () => {
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

  it('is not compressed if that saves nothing', async () => {
    const response = await get('picture.png', { headers: { 'accept-encoding': 'br, gzip' } });
    assert.equal(response.headers.get('content-encoding'), null);
    assert.equal(response.headers.get('vary'), null);
  });
});

describe('chooseCoding()', () => {
  const all = ['br', 'gzip', 'identity'] as const;

  it('follows the weights of a client, otherwise picks the smallest', () => {
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

  it('finds pages with and without their extension', async () => {
    assert.equal(await (await get('/')).text(), '<!doctype html>');
    assert.equal(await (await get('/index.html')).text(), '<!doctype html>');
    assert.equal(await (await get('/other')).text(), 'other');
    assert.equal(await (await get('/pages/')).text(), 'pages');
  });

  it('allows no script but our files, and no framing', async () => {
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

  it('lets its plain forms send their origin', async () => {
    // Under `no-referrer` a browser posts a form with `Origin: null`, which the proxy refuses.
    assert.equal(
      (await get('/')).headers.get('referrer-policy'),
      'strict-origin-when-cross-origin',
    );
  });
});
