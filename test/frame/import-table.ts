/**
 * What each folder of `src/` may import besides its own files. The browser never reaches server
 * code, the proxy and the backend run on any web-standard runtime, and `node/` joins them all.
 */
export interface FolderRule {
  /** Folders of `src/`. */
  readonly folders: readonly string[];
  /** Single files of other folders, as globs from `src/`. */
  readonly files?: readonly string[];
  /** Packages from the registry, with any of their entries. */
  readonly packages: readonly string[] | 'any';
  /** Names that a web-standard runtime lacks, or that use the clock without injection. */
  readonly globals: readonly string[];
}

const timers = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'];

export const nodeOnlyGlobals: readonly string[] = [
  ...timers,
  'setImmediate',
  'clearImmediate',
  'process',
  'Buffer',
  'require',
];

export const importTable: Readonly<Record<string, FolderRule>> = {
  contract: { folders: [], packages: ['zod'], globals: [] },
  client: { folders: ['contract'], packages: [], globals: timers },
  elements: { folders: ['contract', 'client'], packages: ['lit'], globals: timers },
  testing: { folders: ['contract', 'client'], packages: [], globals: [] },
  // A folder that reads a stranger's JSON needs zod; one that queries the store needs kysely.
  upstream: { folders: ['contract'], packages: ['zod', 'temporal-polyfill'], globals: [] },
  store: {
    folders: [],
    files: ['contract/{lead,redemption}-states.ts'],
    packages: ['@noble/hashes', 'kysely'],
    globals: [],
  },
  proxy: {
    folders: ['contract', 'upstream', 'store'],
    packages: ['altcha-lib', 'hono', 'ipaddr.js', 'kysely', 'zod'],
    globals: [],
  },
  backend: {
    folders: ['contract', 'store'],
    files: ['upstream/*/{api,window}.ts'],
    packages: ['kysely', 'zod'],
    globals: [],
  },
  console: { folders: ['contract'], packages: ['lit'], globals: timers },
  // The owner works on both the proxy and the backend, as the command line does.
  owner: {
    folders: ['contract', 'upstream', 'store', 'proxy', 'backend'],
    packages: ['hono', 'kysely', 'temporal-polyfill', 'zod'],
    globals: [],
  },
  node: {
    folders: ['contract', 'client', 'upstream', 'store', 'proxy', 'backend', 'owner'],
    packages: 'any',
    globals: nodeOnlyGlobals,
  },
  /** The entries that define the elements; from the client only the types of their properties. */
  '.': { folders: ['client', 'elements'], packages: [], globals: [] },
};
