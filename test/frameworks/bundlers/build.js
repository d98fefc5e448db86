import { copyFileSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Parcel } from '@parcel/core';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';

const entry = resolve('src/entry.js');
const folder = (name) => resolve('dist/client', name);

/** Each as its documents have it, with its own rules for what may be left out. */
const builds = {
  esbuild: (dir) =>
    esbuild({
      entryPoints: [entry],
      outdir: dir,
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      logLevel: 'error',
    }),
  async rollup(dir) {
    const bundle = await rollup({ input: entry, plugins: [nodeResolve()] });
    await bundle.write({ dir, entryFileNames: 'entry.js' });
  },
  vite: (dir) =>
    vite({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: dir,
        modulePreload: false,
        rolldownOptions: { input: entry, output: { entryFileNames: 'entry.js' } },
      },
    }),
  webpack: (dir) =>
    new Promise((done, fail) => {
      const output = { path: dir, filename: 'entry.js', publicPath: 'auto' };
      webpack({ mode: 'production', entry, output }, (error, stats) => {
        if (error || stats.hasErrors()) fail(error ?? new Error(stats.toString()));
        else done();
      });
    }),
  parcel: (dir) =>
    new Parcel({
      entries: entry,
      defaultConfig: '@parcel/config-default',
      mode: 'production',
      shouldDisableCache: true,
      cacheDir: resolve('node_modules/.cache/parcel'),
      targets: { page: { distDir: dir, context: 'browser', outputFormat: 'esmodule' } },
      defaultTargetOptions: { publicUrl: './', sourceMaps: false },
    }).run(),
};

for (const [name, build] of Object.entries(builds)) {
  mkdirSync(folder(name), { recursive: true });
  await build(folder(name));
  copyFileSync('src/index.html', resolve(folder(name), 'index.html'));
}
