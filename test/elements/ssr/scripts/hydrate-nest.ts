import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import './define.ts';
import './x-nest.ts';
