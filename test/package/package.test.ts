import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { publint } from 'publint';
import manifest from '../../package.json' with { type: 'json' };
import { importTable } from '../frame/import-table.ts';
import { Installation } from './tarball.ts';

/** Folders of `src/` whose build is in the package. */
const folders = Object.keys(importTable).filter((folder) => !['.', 'console'].includes(folder));
/** Including the owner's pages, types for frameworks, and the script files in brotli. */
const unpackedBytesMax = 2_750_000;

const installation = new Installation();
const { files, folder, project } = installation;
after(() => installation[Symbol.dispose]());

/** Every import name, with one for each pattern, except those of the frameworks. */
const importNames = Object.keys(manifest.exports)
  .filter((name) => !name.endsWith('.json') && name !== './types/*')
  .map((name) => manifest.name + name.slice(1).replace('*', 'id'));
const styleSheets = importNames.filter((name) => name.endsWith('.css'));
const modules = importNames.filter((name) => !styleSheets.includes(name));

describe('package', () => {
  it('holds what its users need, and nothing else', () => {
    const known = [
      /^(?:LICENSE|README\.md|CHANGELOG\.md|package\.json)$/,
      /^dist\/[\w-]+\.(?:js|d\.ts)$/,
      new RegExp(`^dist/(?:${folders.join('|')})/(?:[\\w-]+/)*[\\w-]+\\.(?:js|d\\.ts)$`),
      /^dist\/cdn\/(?:sri\.json|[^/]+\.js|locales\/[^/]+\.(?:css|js))(?:\.br)?$/,
      /^dist\/(?:cdn\/)?lead-form\.css(?:\.br)?$/,
      /^dist\/console\/(?:index\.html|console\.(?:css|js)|favicon\.svg)$/,
      /^dist\/types\/[a-z]+\.(?:js|d\.ts)$/,
      /^dist\/(?:custom-elements|vscode\.(?:html|css)-custom-data|web-types)\.json$/,
    ];
    assert.deepEqual(
      files.filter((file) => !known.some((pattern) => pattern.test(file))),
      [],
    );
  });

  it('holds every file that package.json names', () => {
    const named = [
      ...Object.values(manifest.exports).flatMap((target) =>
        typeof target === 'string' ? target : [target.types, target.default],
      ),
      ...Object.values(manifest.bin),
      ...manifest.sideEffects,
      manifest.unpkg,
      manifest.jsdelivr,
      manifest.customElements,
      manifest['web-types'],
    ];
    const missing = named.filter((path) => globSync(path, { cwd: folder }).length === 0);
    assert.deepEqual(missing, []);
  });

  it(`unpacks to at most ${unpackedBytesMax} bytes`, () => {
    assert.ok(installation.unpackedBytes <= unpackedBytesMax, `${installation.unpackedBytes}`);
  });

  // What is not declared, pnpm finds by chance: of two versions of React in a workspace, the wrong
  // one. Then `types/react` has the tags in another React's JSX.
  it('declares every package that its modules and their types import', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = manifest;
    const ofModules = /^dist\/(?!cdn|console).*\.(?:js|d\.ts)$/;
    const imports = /^(?:im|ex)port\b(?:[^'"`;]*\bfrom)? '((?:@[\w-]+\/)?[a-z][\w.-]*)(?=['/])/gm;
    const imported = files
      .filter((file) => ofModules.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .flatMap((text) => Array.from(text.matchAll(imports), ([, name = '']) => name))
      .filter((name) => !(name in dependencies))
      .flatMap((name) => (name === 'react' ? [name, '@types/react'] : name));
    const peers = Object.keys(peerDependencies);
    assert.deepEqual(new Set(imported), new Set(peers));
    // Nobody has to install a framework for it.
    const optional = peers.map((name) => [name, { optional: true }]);
    assert.deepEqual(peerDependenciesMeta, Object.fromEntries(optional));
  });

  it('starts its command with the line that a shell requires', () => {
    const text = readFileSync(join(folder, manifest.bin['promo-lead']), 'utf8');
    assert.match(text, /^#!\/usr\/bin\/env node\n/);
  });

  it('says that its demo has no pages, and where to find them', async () => {
    const bin = join(folder, manifest.bin['promo-lead']);
    const args = [bin, 'serve', '--demo', '--port', '0', '--data', join(project, 'data')];
    const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = readAll(server.stderr);
    try {
      const [line] = (await once(server.stdout, 'data', {
        signal: AbortSignal.timeout(60_000),
      })) as [Buffer];
      const [url = ''] = /http:\S+/.exec(line.toString()) ?? [];
      const statuses = await Promise.all(
        ['/', '/console/', '/widget/promo-lead.js'].map(async (path) => {
          return (await fetch(url + path)).status;
        }),
      );
      assert.deepEqual(statuses, [404, 200, 200]);
    } finally {
      server.kill();
    }
    assert.match(await said, /clone of the project.*\/console\/.*"demo.not-packed"/);
    assert.doesNotMatch(await said, /npm run/);
  });

  it('passes publint, suggestions included', async () => {
    const { messages } = await publint({
      pkgDir: folder,
      level: 'suggestion',
      strict: true,
      // It is already packed and unpacked.
      pack: false,
    });
    assert.deepEqual(messages, []);
  });

  it('passes arethetypeswrong', () => {
    const options = ['--profile', 'esm-only', '--format', 'ascii', '--no-emoji'];
    // Style sheets have no types.
    options.push('--exclude-entrypoints', 'lead-form.css', 'locales/*.css');
    const { status, stdout } = spawnSync('attw', [installation.tarball, ...options], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
  });

  for (const name of modules) {
    it(`can be imported as ${name} without a DOM`, () => {
      const code = `await import(${JSON.stringify(name)})`;
      execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
        cwd: project,
        stdio: 'pipe',
      });
    });
  }

  for (const moduleResolution of ['nodenext', 'bundler']) {
    it(`has types under moduleResolution ${moduleResolution}`, () => {
      assert.equal(typeErrors(modules, { moduleResolution, types: ['node'] }), '');
    });
  }

  it('has the types of its tags and events whatever is imported', () => {
    for (const name of ['promo-lead', 'promo-lead/elements.js', 'promo-lead/lead-form.js']) {
      const options = { moduleResolution: 'bundler', types: [] };
      assert.equal(typeErrors([name], options, useOfTags), '');
    }
  });

  it('has its style sheets where they are imported for their effect', () => {
    const imports = styleSheets.map((name) => `import '${name}';\n`).join('');
    for (const moduleResolution of ['nodenext', 'bundler']) {
      assert.equal(typeErrors([], { moduleResolution, types: [] }, imports), '');
    }
  });

  it('needs the types of Node only for modules that need Node', () => {
    const portable = modules.filter((name) => name !== `${manifest.name}/node`);
    assert.equal(typeErrors(portable, { moduleResolution: 'bundler', types: [] }), '');
  });
});

const useOfTags = `
const form = document.querySelector('lead-form');
export const status: 'editing' | 'submitting' | 'failed' | 'queued' | 'accepted' | undefined = form?.status;
document.createElement('lead-form').products = [{ value: 'mat', label: 'Mat' }];
form?.addEventListener('lead-accepted', (event) => event.receipt.ref.toUpperCase());
// It bubbles.
window.addEventListener('lead-refused', (event) => event.errors.length);
// @ts-expect-error -- A product has a label.
document.createElement('lead-form').products = [{ value: 'mat' }];
// @ts-expect-error -- It is fired by the other element.
form?.addEventListener('lead-accepted', (event) => event.verdict);
`;

/** The compiler's errors for a project that imports these, with our types checked too. */
function typeErrors(
  names: readonly string[],
  options: { readonly moduleResolution: string; readonly types: readonly string[] },
  use = '',
): string {
  const module = options.moduleResolution === 'bundler' ? 'esnext' : options.moduleResolution;
  const strict = { strict: true, exactOptionalPropertyTypes: true, noEmit: true };
  const compilerOptions = { target: 'es2022', module, ...strict, ...options };
  const imports = names.map((name, index) => `export * as m${index} from '${name}';\n`);
  writeFileSync(join(project, 'use.mts'), imports.join('') + use);
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['use.mts'] }),
  );
  const tsc = resolve('node_modules/.bin/tsc');
  return spawnSync(tsc, { cwd: project, encoding: 'utf8' }).stdout;
}
