/** As Lit documents it: its support first. The npm modules, which share one copy of Lit. */
import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import './define.ts';
