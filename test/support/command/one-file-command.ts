import { resolve } from 'node:path';

/** Names the bundled command; without it a test starts the sources. */
export const commandVariable = 'PROMO_LEAD_TEST_COMMAND';

/** As deep as `src/node`, so that the command finds the package's files. */
const folder = resolve('node_modules/.promo-lead');

/**
 * Bundles the command with all its packages except one, and returns the path. The tests start it
 * some three hundred times, and most of a start goes into finding and linking a thousand modules.
 */
export async function writeOneFileCommand(): Promise<string> {
  // Imported only here, because each test file imports this module for the variable.
  const { build } = await import('vite');
  const isEnvSet = 'NODE_ENV' in process.env;
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    // `failpoint-process.ts` patches PostgreSQL's client, so there must be a single copy.
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
  // Vite leaves `NODE_ENV` set; npm would then omit the tools that an app is built with.
  if (!isEnvSet) delete process.env['NODE_ENV'];
  return resolve(folder, 'bin.js');
}
