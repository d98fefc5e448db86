import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { createWidgetSite, type Site } from '../../../src/node/http/site.ts';
import { silent as log } from '../../support/logs.ts';
import { longestFolder } from '../../support/longest-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { built } from '../built-folder.ts';

describe('GET /widget/RELEASE/…', () => {
  const get = ({ handle }: Site, path: string, init: RequestInit = {}): Promise<Response> =>
    handle(new Request(`http://a${path}`, init));

  async function placeOf(site: Site): Promise<string> {
    const { headers } = await get(site, '/widget/promo-lead.js');
    const { pathname: place } = new URL(headers.get('content-location') ?? '', 'http://a/widget/');
    assert.match(place, /^\/widget\/\d+\.\d+\.\d+-[\w-]{8}\/promo-lead\.js$/);
    return place;
  }

  it('is named by the plain name, and cached by browsers for good', async () => {
    const site = createWidgetSite({ folder: built(), log });
    const response = await get(site, await placeOf(site));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(await response.text(), 'export {};');
  });

  it('is named by a file in a folder too, relative to that file', async () => {
    const folder = built();
    mkdirSync(join(folder, 'locales'));
    writeFileSync(join(folder, 'locales/id.js'), 'export {};');
    const site = createWidgetSite({ folder, log });
    const { headers } = await get(site, '/widget/locales/id.js');
    const place = new URL(headers.get('content-location') ?? '', 'http://a/widget/locales/id.js');
    const release = (await placeOf(site)).replace('promo-lead.js', '');
    assert.equal(place.pathname, `${release}locales/id.js`);
    assert.equal((await get(site, place.pathname)).status, 200);
  });

  it('has another name if any file differs', async () => {
    const folder = built();
    const before = await placeOf(createWidgetSite({ folder, log }));
    assert.equal(await placeOf(createWidgetSite({ folder: built(), log })), before);
    writeFileSync(join(folder, 'other.html'), 'another');
    assert.notEqual(await placeOf(createWidgetSite({ folder, log })), before);
  });

  it('stays available beside a newer release, with what it loads later', async () => {
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

  it('is found if another server on the folder kept it later', async () => {
    const folder = built();
    const archive = join(temporaryFolder(), 'widget');
    const older = createWidgetSite({ folder, archive, log });
    writeFileSync(join(folder, 'promo-lead.js'), 'export const newer = true;');
    const place = await placeOf(createWidgetSite({ folder, archive, log }));
    assert.equal(await (await get(older, place)).text(), 'export const newer = true;');
  });

  it('is reported missing once if a page names it and nobody kept it', async () => {
    const missed: unknown[] = [];
    const warn = (event: string, fields?: object): void => void missed.push([event, fields]);
    const archive = join(temporaryFolder(), 'widget');
    const site = createWidgetSite({ folder: built(), archive, log: { ...log, warn } });
    for (const path of ['0.0.1-aaaaaaaa/promo-lead.js', '0.0.1-aaaaaaaa/other.html', 'no/a.js']) {
      assert.equal((await get(site, `/widget/${path}`)).status, 404);
    }
    assert.partialDeepStrictEqual(missed, [
      ['widget.release-missing', { release: '0.0.1-aaaaaaaa' }],
    ]);
    assert.equal(missed.length, 1);
    for (let name = 100; name < 200; name += 1) {
      await get(site, `/widget/9.9.${name}-aaaaaaaa/x.js`);
    }
    assert.equal(missed.length, 20);
  });

  it('is removed when there are twenty newer ones, which stay', async () => {
    const folder = built();
    const archive = join(temporaryFolder(), 'widget');
    const places: string[] = [];
    for (let day = 0; day < 21; day += 1) {
      writeFileSync(join(folder, 'promo-lead.js'), `export const day = ${day};`);
      const place = await placeOf(createWidgetSite({ folder, archive, log }));
      places.push(place);
      // Made this old: within the same moment none is older.
      const [, , release = ''] = place.split('/');
      utimesSync(join(archive, release), day, day);
    }
    const site = createWidgetSite({ folder, archive, log });
    const found: string[] = [];
    for (const place of places) if ((await get(site, place)).status === 200) found.push(place);
    assert.deepEqual(found, places.slice(1));
    assert.equal(readdirSync(archive).length, 20);
  });

  it('counts as new again when a server goes back to it', async () => {
    const folder = built();
    const archive = join(temporaryFolder(), 'widget');
    const place = await placeOf(createWidgetSite({ folder, archive, log }));
    const [, , release = ''] = place.split('/');
    utimesSync(join(archive, release), 1, 1);
    createWidgetSite({ folder, archive, log });
    for (let later = 0; later < 20; later += 1) {
      mkdirSync(join(archive, `0.0.1-later-${later}`));
      utimesSync(join(archive, `0.0.1-later-${later}`), 2 + later, 2 + later);
    }
    writeFileSync(join(folder, 'promo-lead.js'), 'export const newer = true;');
    const newer = createWidgetSite({ folder, archive, log });
    assert.equal((await get(newer, place)).status, 200);
    assert.equal(readdirSync(archive).length, 20);
  });

  it('is looked up on the disk on each request, and may be gone by then', async () => {
    const folder = built();
    const archive = join(temporaryFolder(), 'widget');
    const place = await placeOf(createWidgetSite({ folder, archive, log }));
    writeFileSync(join(folder, 'promo-lead.js'), 'export const newer = true;');
    const newer = createWidgetSite({ folder, archive, log });
    const etag = (await get(newer, place)).headers.get('etag') ?? '';
    const known = await get(newer, place, { headers: { 'if-none-match': etag } });
    assert.equal(known.status, 304);
    // As another server on the same data folder would.
    const [, , release = ''] = place.split('/');
    rmSync(join(archive, release), { recursive: true });
    assert.equal((await get(newer, place)).status, 404);
    assert.equal((await get(newer, await placeOf(newer))).status, 200);
  });

  it('is not found if nobody kept it, and nothing outside it is', async () => {
    const archive = join(temporaryFolder(), 'widget');
    const site = createWidgetSite({ folder: built(), archive, log });
    const place = await placeOf(site);
    const others = ['/widget/0.0.1-aaaaaaaa/promo-lead.js', '/widget/__proto__/promo-lead.js'];
    const outside = ['link.js', '..%2foutside.js', '.env', 'promo-lead.js.br'];
    others.push(...outside.map((name) => place.replace('promo-lead.js', name)));
    for (const path of others) {
      const { status, headers } = await get(site, path);
      // Another server may have it by now, or may have it soon.
      assert.deepEqual([status, headers.get('cache-control')], [404, 'no-store'], path);
    }
  });

  it('is not found if it cannot be read, and the log says so', async () => {
    const missed: string[] = [];
    const warn = (event: string): void => void missed.push(event);
    const archive = join(temporaryFolder(), 'widget');
    const folder = built();
    const place = await placeOf(createWidgetSite({ folder, archive, log }));
    writeFileSync(join(folder, 'promo-lead.js'), 'export const newer = true;');
    const site = createWidgetSite({ folder, archive, log: { ...log, warn } });
    writeFileSync(join(archive, '0.0.1-aaaaaaaa'), 'no folder');
    assert.equal((await get(site, '/widget/0.0.1-aaaaaaaa/promo-lead.js')).status, 404);
    assert.deepEqual(missed, ['widget.release-missing']);
    assert.equal((await get(site, place)).status, 200);
    const file = join(archive, place.replace('/widget/', ''));
    rmSync(file);
    mkdirSync(file);
    assert.equal((await get(site, place)).status, 404);
  });

  it('is served even if it cannot be kept, and the log says so', async () => {
    const warned: string[] = [];
    const warn = (event: string): void => void warned.push(event);
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    // The second can be made, but no file in it: not even a temporary one can be removed.
    for (const archive of [join(file, 'widget'), longestFolder()]) {
      const site = createWidgetSite({ folder: built(), archive, log: { ...log, warn } });
      assert.equal((await get(site, await placeOf(site))).status, 200);
    }
    assert.deepEqual(warned, ['widget.not-kept', 'widget.not-kept']);
  });
});
