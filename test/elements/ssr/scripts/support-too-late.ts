import 'lit';
import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import './define.ts';
