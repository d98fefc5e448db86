import { resolve } from 'node:path';

/** Names the command in one file; without it a test starts the sources. */
export const commandVariable = 'PROMO_LEAD_TEST_COMMAND';

/** As deep as `src/node`: from there the command finds the package's own files. */
const folder = resolve('node_modules/.promo-lead');

/**
 * Writes the command with its packages, but for one, into one file, and answers its path. The tests
 * start it some three hundred times, and most of what a start takes is to find and link a thousand
 * modules.
 */
export async function writeOneFileCommand(): Promise<string> {
  // Only here: each test file asks for the variable.
  const { build } = await import('vite');
  const isEnvSet = 'NODE_ENV' in process.env;
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    // Of PostgreSQL's client a test may break the one copy that there is (`failpoint-process.ts`).
    ssr: { noExternal: true, external: ['pg'] },
    build: {
      ssr: 'src/node/bin.ts',
      outDir: folder,
      emptyOutDir: true,
      target: 'node22',
      minify: false,
      rolldownOptions: {
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  // Vite sets `NODE_ENV` for good: with it npm would install nothing that an app is built with.
  if (!isEnvSet) delete process.env['NODE_ENV'];
  return resolve(folder, 'bin.js');
}
