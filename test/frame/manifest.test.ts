import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };

interface LockFile {
  readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
const lock = readLock('package-lock.json');
/** Lock files of the apps that the package is tested in. */
const others = globSync('test/frameworks/*/package-lock.json');

function readLock(path: string): LockFile {
  return JSON.parse(readFileSync(path, 'utf8')) as LockFile;
}

describe('package.json', () => {
  it('names one version of each package', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const loose = versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    assert.deepEqual(loose, []);
  });

  it('exports only what has a source', () => {
    // From the elements' manifest, and from the texts.
    const generated = new Set(['./types/*', './locales/*.css']);
    const targets = Object.entries(manifest.exports).flatMap(([name, target]) =>
      typeof target === 'string' || generated.has(name) ? [] : target.default,
    );
    const missing = targets
      .map((target) => target.replace('./dist', 'src').replace(/js$/, 'ts'))
      .filter((source) => globSync(source).length === 0);
    assert.deepEqual(missing, []);
  });

  it('lists the types of an export first', () => {
    const conditions = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [] : Object.keys(target).join(),
    );
    assert.deepEqual([...new Set(conditions)], ['types,default']);
  });
});

describe('package-lock.json', () => {
  it('holds the versions of package.json', () => {
    const { dependencies, devDependencies } = lock.packages[''] ?? {};
    assert.deepEqual(dependencies, manifest.dependencies);
    assert.deepEqual(devDependencies, manifest.devDependencies);
  });

  it('names no host to fetch from', () => {
    const hosted = ['package-lock.json', ...others].flatMap((path) =>
      Object.entries(readLock(path).packages).filter(([, entry]) => 'resolved' in entry),
    );
    assert.deepEqual(hosted, []);
  });

  for (const path of others) {
    it(`pins one version of each package in ${path}, and ours of shared packages`, () => {
      const versions = Object.entries({
        ...(readLock(path).packages['']?.['dependencies'] as object),
        ...(readLock(path).packages['']?.['devDependencies'] as object),
      });
      const loose = versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)));
      assert.deepEqual(loose, []);
      const ours = Object.entries<unknown>(manifest.dependencies);
      const strange = versions.filter(([name, version]) =>
        ours.some(([own, wanted]) => own === name && wanted !== version),
      );
      assert.deepEqual(strange, []);
    });
  }

  // npm leaves out what it cannot fetch when it makes the file, and then `npm ci` refuses it.
  it('holds the builds of a dependency for every platform', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry['optionalDependencies'] ?? {})
        .filter((name) => !isInstalledFor(path, name))
        .map((name) => `${path}: ${name}`),
    );
    assert.deepEqual(missing, []);
  });

  it('lets no runtime dependency run a script on installation', () => {
    const scripted = Object.entries(lock.packages).filter(
      ([, entry]) => entry['hasInstallScript'] === true && entry['dev'] !== true,
    );
    assert.deepEqual(scripted, []);
  });
});

/** Looks for a package as Node does: in `node_modules` of the folder and of each one above. */
function isInstalledFor(path: string, name: string): boolean {
  const parts = path.split('node_modules/');
  return parts.some((_, index) => {
    const above = parts.slice(0, parts.length - index).join('node_modules/');
    const folder = above === '' || above.endsWith('/') ? above : `${above}/`;
    return `${folder}node_modules/${name}` in lock.packages;
  });
}
