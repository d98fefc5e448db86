// Wrangler bundles by itself; here the test has one file for miniflare.
/** @type {import('vite').UserConfig} */
export default {
  ssr: { noExternal: true, target: 'webworker' },
  build: {
    ssr: 'src/worker.js',
    minify: false,
    rolldownOptions: { external: [/^cloudflare:/] },
  },
};
