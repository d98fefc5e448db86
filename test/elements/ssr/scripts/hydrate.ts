/** As Lit documents it: its support first. The modules of npm, for there is one copy of Lit. */
import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import './define.ts';
