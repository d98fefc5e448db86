import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import { loadLocale } from '../../../../src/elements/index.ts';

await loadLocale('id');
await import('./define.ts');
