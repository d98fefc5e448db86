import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

/** Bytes with brotli 11, with everything inlined, as a page loads it. */
const budgets = {
  'promo-code-input.js': 10_000,
  'lead-form.js': 14_000,
  'promo-lead.js': 17_000,
  // Including the few lines with which a classic script finds its folder.
  'promo-lead.classic.js': 17_100,
  /** Loaded by a lead form when the page is idle; the queue is half of it. */
  'lead-form.later.js': 9_600,
  /** Loaded by a browser that has to do work for a verdict. */
  'solve-challenge.js': 700,
  'remember-touch.js': 1_300,
} as const;
const localeBytesMax = 1500;

describe('script-tag files', () => {
  for (const [file, bytesMax] of Object.entries(budgets)) {
    it(`${file} weighs at most ${bytesMax} bytes`, () => {
      assert.ok(weightOf(file) <= bytesMax, `${weightOf(file)} bytes`);
    });

    it(`${file} imports only files beside it, and those on demand`, () => {
      const text = readFileSync(`dist/cdn/${file}`, 'utf8');
      const imported = [...text.matchAll(/\b(?:import|from)\b\s*\(?[`'"]([^`'"]*)/g)];
      const others = imported.map(([, name]) => String(name)).filter((name) => !isLazy(name));
      assert.deepEqual(others, []);
    });
  }

  it('weigh what the documents say of the one for pages without a form', () => {
    const texts = ['README.md', 'demo/docs/guides/affiliate-landing-page.md'].map((file) =>
      readFileSync(file, 'utf8'),
    );
    assert.deepEqual(
      texts.map((text) => /remembers by a module of [a-z ,]*([\d.]+) kB/.exec(text)?.[1]),
      texts.map(() => (weightOf('remember-touch.js') / 1000).toFixed(1)),
    );
  });

  it('read the same in every charset if the script is a classic one', () => {
    const text = readFileSync('dist/cdn/promo-lead.classic.js', 'latin1');
    assert.doesNotMatch(text, /[\x80-\xff]/);
  });

  it(`weigh at most ${localeBytesMax} bytes per language`, () => {
    const locales = globSync('locales/*.js', { cwd: 'dist/cdn' });
    assert.deepEqual(
      locales.filter((file) => weightOf(file) > localeBytesMax),
      [],
    );
  });

  it('have their digests in sri.json', () => {
    const listed = JSON.parse(readFileSync('dist/cdn/sri.json', 'utf8')) as object;
    const digests = globSync('**/*.{css,js}', { cwd: 'dist/cdn' }).map((file) => {
      const digest = createHash('sha384')
        .update(readFileSync(`dist/cdn/${file}`))
        .digest('base64');
      return [file, `sha384-${digest}`] as const;
    });
    assert.deepEqual(listed, Object.fromEntries(digests));
  });
});

function weightOf(file: string): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(readFileSync(`dist/cdn/${file}`), { params }).length;
}

function isLazy(name: string): boolean {
  return /^\.\/(?:locales\/(?:[\w-]+|\$\{\w+\})|lead-form\.later|solve-challenge)\.js$/.test(name);
}
