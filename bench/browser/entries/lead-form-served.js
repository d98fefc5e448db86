/** Takes over what a server rendered, as the README has it. */
import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import 'promo-lead/lead-form.js';
