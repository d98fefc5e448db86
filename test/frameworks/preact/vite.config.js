import { defineConfig } from 'vite';

// Which JSX it is, tsconfig.json says.
export default defineConfig({ base: './', build: { modulePreload: false } });
