import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createDemoSite, createWidgetSite } from '../../src/node/site.ts';
import { temporaryFolder } from './harness.ts';

function built(): string {
  const folder = join(temporaryFolder(), 'built');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(folder, 'pages'));
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, '..', 'outside.js'), 'secret');
  writeFileSync(join(folder, 'promo-lead.js'), 'export {};');
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
  const widget = createWidgetSite(built());
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
});

describe('GET /', () => {
  const demo = createDemoSite(built());
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
