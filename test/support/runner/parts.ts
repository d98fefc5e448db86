import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { engines } from '../browsers/browsers.ts';
import { databaseVariable } from '../store/database.ts';

/** A part of `npm test`: one command, counted by the tests that it ran. */
export interface Part {
  readonly name: string;
  readonly group: Group;
  readonly command: readonly [program: string, ...args: string[]];
  /** Absent for a check that only passes or fails, which counts as one test. */
  readonly counted?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** The parts that must have ended before. */
  readonly after?: readonly string[];
}

export type Group = 'lint' | 'build' | 'e2e' | 'node' | 'browser' | 'frameworks' | 'package';
/** Long parts early, so that no lane is left alone with one at the end. */
export const groups: readonly Group[] = [
  'lint',
  'build',
  'e2e',
  'node',
  'browser',
  'frameworks',
  'package',
];

const checks = ['types', 'lint', 'format', 'unused'];
const built = ['build'];

/** In starting order; `files` restricts the parts that have test files. */
export function partsOf(group: Group, files: readonly string[]): readonly Part[] {
  switch (group) {
    case 'lint':
      return [
        { name: 'types', group, command: ['tsc'] },
        { name: 'lint', group, command: ['oxlint'] },
        { name: 'format', group, command: ['oxfmt', '--check'] },
        { name: 'unused', group, command: ['knip'] },
      ];
    case 'build':
      // The checks read all files, so they run before the build writes some.
      return [{ name: 'build', group, command: ['node', '--run', 'build'], after: checks }];
    case 'node':
      return withoutBrowser(files.length > 0 ? files : filesWithoutBrowser());
    case 'browser':
      // A script tag loads another build than the modules: minified, with a slimmer Lit. Single
      // files are run while working on the sources.
      return engines.map((engine) =>
        browserTests(engine, engine === 'chromium' && files.length === 0, files),
      );
    case 'e2e':
      return nodeTests('end to end', group, globSync('test/e2e/**/*.test.ts'), { after: built });
    case 'frameworks':
      return [
        { name: 'apps', group, command: ['node', 'test/frameworks/prepare.ts'], after: built },
        ...nodeTests(group, group, globSync('test/frameworks/*.test.ts'), { after: ['apps'] }),
      ];
    case 'package':
      return nodeTests('package', group, globSync('test/package/**/*.test.ts'), { after: built });
  }
}

function browserTests(engine: string, isBuilt: boolean, files: readonly string[]): Part {
  const options = [engine, ...(isBuilt ? ['--built'] : []), ...files];
  const command = ['node', 'test/support/browsers/browser-tests.ts', ...options] as const;
  return { name: engine, group: 'browser', command, counted: true, after: built };
}

/** All on SQLite, and those about the store on PostgreSQL too. */
function withoutBrowser(files: readonly string[]): readonly Part[] {
  const group = 'node';
  const shared = files.filter(canShareProcess);
  const apart = files.filter((file) => !canShareProcess(file));
  const together: Options = { options: ['--test-isolation=none'] };
  const onPostgres: Options = { env: { [databaseVariable]: 'postgres' } };
  return [
    ...nodeTests('node', group, apart),
    ...nodeTests('units', group, shared, together),
    ...nodeTests('pg node', group, apart.filter(hasStore), onPostgres),
    ...nodeTests('pg units', group, shared.filter(hasStore), { ...together, ...onPostgres }),
  ];
}

/**
 * Whether a test file may share a process with others. That saves most of its time: loading the
 * sources takes longer than its tests. Not if it is about processes or occupies a core for long, or
 * has a hook at the top level, which would run for the tests of all files.
 */
function canShareProcess(file: string): boolean {
  if (posix.normalize(file).startsWith('test/simulation/')) return false;
  const apart =
    /^(before|after)(Each)?\(|\bspawn|\bfork|\bSIG[A-Z]{3}|\bprocess\.(?!(env|cwd|pid|platform)\b)/m;
  return !apart.test(readFileSync(file, 'utf8'));
}

interface Options extends Pick<Part, 'env' | 'after'> {
  readonly options?: readonly string[];
}

function nodeTests(
  name: string,
  group: Group,
  files: readonly string[],
  { options = [], ...more }: Options = {},
): readonly Part[] {
  const all = ['--test', '--test-reporter=spec', '--test-timeout=180000', ...options];
  return files.length === 0
    ? []
    : [{ name, group, command: ['node', ...all, ...files], counted: true, ...more }];
}

const testStore = 'test/support/store/test-store.ts';

/** These need a store, but test something above it: one database is enough. */
const aboveTheStore =
  /^test\/(client|contract|upstream|proxy\/(openapi|spam)|owner\/openapi|node\/(http|upstreams))\b/;

/** Whether a test reaches the store, directly or not, so that it runs on each database. */
function hasStore(file: string): boolean {
  const path = posix.normalize(file);
  return !aboveTheStore.test(path) && reaches(path, new Set());
}

function reaches(file: string, seen: Set<string>): boolean {
  if (file === testStore) return true;
  if (seen.has(file)) return false;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/\bfrom '(\.[^']+)'/g);
  return Array.from(imports, ([, path = '']) => posix.join(posix.dirname(file), path))
    .filter((path) => path.startsWith('test/'))
    .some((path) => reaches(path, seen));
}

function filesWithoutBrowser(): readonly string[] {
  const others = [
    ...['e2e', 'frameworks', 'package'].map((name) => `test/${name}/**`),
    '**/*.browser.test.ts',
  ];
  return globSync('test/**/*.test.ts', { exclude: others }).toSorted();
}
