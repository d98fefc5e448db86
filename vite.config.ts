import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { transform } from 'lightningcss';
import { minifyHTMLLiterals } from 'minify-literals';
import type { AliasOptions, EnvironmentOptions, Plugin, UserConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };
import { documentInputs, documents } from './scripts/documents/plugin.ts';
import { listLanguages } from './scripts/list-languages.ts';
import { markTemplates } from './scripts/mark-templates.ts';
import { minifyScripts } from './scripts/minify-scripts.ts';
import { plainFormReservedText } from './scripts/plain-form-reserved-text.ts';
import { importFromScriptFolder } from './scripts/script-folder.ts';
import { slimLit } from './scripts/slim-lit/plugin.ts';
import type { Locale } from './src/elements/locales/messages.ts';

const root = import.meta.dirname;
const cdnFolder = resolve(root, 'dist/cdn');
const consoleFolder = resolve(root, 'dist/console');
const host = '127.0.0.1';
const pagePort = 5173;
const serverPort = 8788;

/**
 * One run builds what a page loads: the demo, documents and all, and the script-tag files, each of
 * them a build of its own, as it has everything inlined. The npm modules come from `tsc`.
 */
const config: UserConfig = {
  root: 'demo',
  base: './',
  appType: 'mpa',
  resolve: { alias: sources() },
  plugins: [
    documents(resolve(root, 'demo')),
    sideEffects(),
    slimLit(isScript),
    listLanguages(isScript),
    lazyModules(),
    importFromScriptFolder(),
    minifyTemplates(),
    minifyScripts(isScript),
    apiServer(),
  ],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // That our plugins take their time on a slow machine is no news to who starts the server.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  environments: {
    client: {
      build: {
        outDir: resolve(root, 'dist/demo'),
        emptyOutDir: true,
        rolldownOptions: {
          input: [
            ...globSync(resolve(root, 'demo/**/*.html')),
            ...documentInputs(resolve(root, 'demo')),
          ],
        },
      },
    },
    promoCodeInput: script('src/promo-code-input.ts'),
    leadForm: script('src/lead-form.ts'),
    promoLead: script('src/script-tag.ts', 'promo-lead.js'),
    classic: script('src/script-tag.ts', 'promo-lead.classic.js', 'iife'),
    rememberTouch: script('src/remember-touch.ts'),
    solveChallenge: script('src/client/solve-challenge.ts'),
    leadFormLater: script('src/elements/lead-form/later/later.ts', 'lead-form.later.js'),
    testing: script('src/testing/index.ts', 'testing.js'),
    locales: script('src/elements/locales/!(messages).ts', 'locales/[name].js'),
    console: consoleScript(),
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'ssr') await builder.build(environment);
      }
      await writeStyles();
      copyConsole();
      writeIntegrity();
      writeBrotli();
    },
  },
  server: {
    host,
    port: pagePort,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/v1', '/api', '/widget', '/healthz', '/readyz', '/openapi.json'].map((path) => [
        path,
        `http://${host}:${serverPort}`,
      ]),
    ),
  },
};
export default config;

/** A script-tag file, or a folder of them. */
function script(
  source: string,
  file = basename(source).replace(/ts$/, 'js'),
  format: 'es' | 'iife' = 'es',
): EnvironmentOptions {
  return {
    consumer: 'client',
    // Lit's readable modules: `slimLit` speaks of them.
    resolve: { conditions: ['module', 'browser', 'development'] },
    // A classic script has none, and knows its tag without.
    ...(format === 'iife' && { define: { 'import.meta.url': 'undefined' } }),
    build: {
      outDir: cdnFolder,
      emptyOutDir: false,
      copyPublicDir: false,
      lib: {
        entry: globSync(resolve(root, source)),
        formats: [format],
        name: 'PromoLead',
        fileName: (_, name) => file.replace('[name]', name),
      },
      // Vite itself keeps the white space of ES modules, for bundlers' sake; a page is none.
      rolldownOptions: { output: { minify: true, generatedCode: { symbols: false } } },
    },
  };
}

/** Page and script of the owner: Lit as it is, since nobody waits for it on a landing page. */
function consoleScript(): EnvironmentOptions {
  const { build } = script('src/console/console.ts');
  return { consumer: 'client', build: { ...build, outDir: consoleFolder, emptyOutDir: true } };
}

function isScript({ name }: { readonly name: string }): boolean {
  return name !== 'client' && name !== 'console';
}

/** The demo imports the package by its public names; here they are the sources. */
function sources(): AliasOptions {
  return Object.entries(manifest.exports).flatMap(([name, target]) =>
    typeof target === 'string' && !target.endsWith('.css')
      ? []
      : {
          find: new RegExp(`^${manifest.name}${name.slice(1).replace('*', '(.*)')}$`),
          replacement: sourceOf(
            typeof target === 'string' ? target : target.default.replace('*', '$1'),
          ),
        },
  );
}

function sourceOf(built: string): string {
  return resolve(root, built.replace('./dist', 'src').replace(/\.js$/, '.ts'));
}

/** `sideEffects` in package.json speaks of the built files; these are their sources. */
function sideEffects(): Plugin {
  return {
    name: 'side-effects',
    transform: {
      filter: { id: [resolve(root, 'demo/**'), ...manifest.sideEffects.map(sourceOf)] },
      handler: () => ({ moduleSideEffects: true }),
    },
  };
}

/** The script-tag files share what is loaded when it is wanted; it stands beside them. */
function lazyModules(): Plugin {
  return {
    name: 'lazy-modules',
    enforce: 'pre',
    apply: 'build',
    applyToEnvironment: isScript,
    resolveId: {
      filter: { id: /\/(?:locales\/[^/]+|later|solve-challenge)\.ts$/ },
      handler: (source, importer = '', { kind }) =>
        kind === 'dynamic-import' ? { id: lazyFile(source, importer), external: true } : null,
    },
  };
}

/** `../locales/de.ts` is `./locales/de.js`, an element's `./later.ts` `./lead-form.later.js`. */
function lazyFile(source: string, importer: string): string {
  const name = basename(source, '.ts');
  if (name === 'later') return `./${basename(dirname(importer))}.later.js`;
  return source.includes('/locales/') ? `./locales/${name}.js` : `./${name}.js`;
}

/** Vite leaves the text of templates and styles as it is. */
function minifyTemplates(): Plugin {
  return {
    name: 'minify-templates',
    apply: 'build',
    transform: {
      filter: { id: /\/src\/(?:elements|console)\/.*\.ts$/ },
      async handler(code, id) {
        const minified = (await minifyHTMLLiterals(code, { fileName: id }))?.code ?? code;
        const marked = isScript(this.environment) ? markTemplates(minified) : minified;
        return { code: marked, map: null };
      },
    },
  };
}

/** The styles of a page before its script, for bundlers and beside the script-tag files. */
async function writeStyles(): Promise<void> {
  const filename = 'lead-form.css';
  const source = resolve(root, 'src', filename);
  copyFileSync(source, resolve(root, 'dist', filename));
  // Without targets, so that nothing is put otherwise for a browser that the script leaves alone.
  const { code } = transform({ filename, code: readFileSync(source), minify: true });
  writeFileSync(resolve(cdnFolder, filename), code);
  for (const file of globSync(resolve(root, 'src/elements/locales/!(messages).ts'))) {
    const lang = basename(file, '.ts');
    const css = plainFormReservedText(lang, (await import(file)) as Locale);
    writeFileSync(resolve(cdnFolder, 'locales', `${lang}.css`), css);
  }
}

function copyConsole(): void {
  copyFileSync(resolve(root, 'demo/favicon.svg'), resolve(consoleFolder, 'favicon.svg'));
  for (const name of ['index.html', 'console.css']) {
    copyFileSync(resolve(root, 'src/console', name), resolve(consoleFolder, name));
  }
}

/** `sri.json` has, for each file that a tag loads, what goes into its `integrity="…"` (W3C SRI). */
function writeIntegrity(): void {
  const files = globSync(resolve(cdnFolder, '**/*.{css,js}')).toSorted();
  const digests = files.map((file) => {
    const digest = createHash('sha384').update(readFileSync(file)).digest('base64');
    return [relative(cdnFolder, file).replaceAll('\\', '/'), `sha384-${digest}`];
  });
  const text = JSON.stringify(Object.fromEntries(digests), null, 2);
  writeFileSync(resolve(cdnFolder, 'sri.json'), `${text}\n`);
}

/** `FILE.br` beside each file: a server has no time for brotli's best. */
function writeBrotli(): void {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  for (const file of globSync(resolve(cdnFolder, '**/*.{css,js,json}'))) {
    writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), { params }));
  }
}

/** Runs the proxy with the embedded backend beside the development server. */
function apiServer(): Plugin {
  return {
    name: 'api-server',
    apply: 'serve',
    configureServer({ httpServer }) {
      const server = spawn(
        process.execPath,
        ['--watch', 'src/node/bin.ts', 'serve', '--demo', '--port', String(serverPort)],
        {
          cwd: root,
          stdio: 'inherit',
          // The page's requests pass through Vite, and their origin is Vite's.
          env: { ...process.env, PROMO_LEAD_ORIGINS: `http://${host}:${pagePort}` },
        },
      );
      httpServer?.once('close', () => server.kill());
    },
  };
}
