import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, it } from 'node:test';
import { type FolderRule, importTable, nodeOnlyGlobals } from './import-table.ts';
import { moduleUse, projectFiles, type TextFile } from './source.ts';

const files = projectFiles('src/**/*.ts');

describe('import table', () => {
  it('has a row for each folder of src', () => {
    const folders = new Set(files.map(({ path }) => folderOf(path)));
    assert.deepEqual([...folders].toSorted(), Object.keys(importTable).toSorted());
  });

  it('matches the map', () => {
    const map = readFileSync('src/README.md', 'utf8');
    const rows = map.matchAll(/^\| `(\w+)\/` \|.*\| (.*) \|$/gm);
    const given = [...rows].map(([, folder, allowed]) => [folder, allowed?.replaceAll('\\', '')]);
    const wanted = Object.entries(importTable)
      .filter(([folder]) => folder !== '.')
      .map(([folder, { folders, files: single = [], packages }]) => {
        const ofRegistry = packages === 'any' ? ['any package'] : packages;
        return [folder, [...folders, ...single, ...ofRegistry].join(', ')];
      });
    assert.deepEqual(Object.fromEntries(given), Object.fromEntries(wanted));
  });

  for (const [folder, rule] of Object.entries(importTable)) {
    const own = files.filter(({ path }) => folderOf(path) === folder);

    it(`lets ${folder} import only what its row says`, () => {
      const wrong = own.flatMap((file) =>
        moduleUse(file)
          .specifiers.filter((specifier) => !allows(rule, folder, file, specifier))
          .map((specifier) => `${file.path}: ${specifier ?? 'a computed import'}`),
      );
      assert.deepEqual(wrong, []);
    });

    it(`lets ${folder} use only what its runtime has`, () => {
      const wrong = own.flatMap((file) => {
        const { names } = moduleUse(file);
        return nodeOnlyGlobals
          .filter((name) => names.has(name) && !rule.globals.includes(name))
          .map((name) => `${file.path}: ${name}`);
      });
      assert.deepEqual(wrong, []);
    });
  }
});

describe('a lead form', () => {
  it('runs nothing of its later half before that has loaded', () => {
    const isLater = (path: string): boolean => path.startsWith('src/elements/lead-form/later/');
    const wrong = files
      .filter(({ path }) => !isLater(path))
      .flatMap((file) =>
        moduleUse(file)
          .runs.filter((to) => isLater(posix.join(posix.dirname(file.path), to)))
          .map((to) => `${file.path}: ${to}`),
      );
    assert.deepEqual(wrong, []);
  });
});

function allows(
  rule: FolderRule,
  folder: string,
  { path }: TextFile,
  specifier: string | undefined,
): boolean {
  // Loads the owner's module that the configuration names.
  if (specifier === undefined) return path === 'src/node/upstreams/adapter-module.ts';
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    if (!target.startsWith('src/')) return false;
    const { files: single = [] } = rule;
    return (
      folderOf(target) === folder ||
      rule.folders.includes(folderOf(target)) ||
      single.some((glob) => posix.matchesGlob(target, `src/${glob}`))
    );
  }
  if (rule.packages === 'any') return true;
  const parts = specifier.split('/');
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  return rule.packages.includes(name);
}

/** `src/index.ts` is in the folder `.`. */
function folderOf(path: string): string {
  const [, folder, ...rest] = path.split('/');
  return rest.length > 0 ? String(folder) : '.';
}
