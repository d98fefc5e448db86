import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A folder like a build for pages, with things in it that must not be served. */
export function built(): string {
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
