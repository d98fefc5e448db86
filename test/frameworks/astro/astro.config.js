import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

export default defineConfig({
  base: '/astro',
  adapter: node({ mode: 'middleware' }),
  build: { serverEntry: 'server.js' },
});
