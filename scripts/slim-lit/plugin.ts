/**
 * Lit without what the elements never use, for the script-tag files.
 *
 * Half of `<promo-code-input>` was Lit, and a third of that never runs here: fallbacks for browsers
 * that lack `adoptedStyleSheets` (none of those has `:state()`, which we need), decorators,
 * reflected attributes, SVG templates, directives, a parser for what the browser can parse. The
 * modules on npm use Lit unchanged.
 *
 * The rules apply to Lit's readable modules, and each has to match: if another version of Lit has a
 * different text, the build stops. The browser tests run on the built files too.
 */
import type { Plugin } from 'vite';
import { errorCuts, fieldErrorCuts, optionCuts } from './client.ts';
import { type Cut, cut } from './cut.ts';
import {
  bothElementsCuts,
  formControlCuts,
  guardedElementCuts,
  litElementCuts,
  notServedCuts,
  servedFormCuts,
  serverRenderedCuts,
} from './elements.ts';
import { litHtmlCuts } from './lit-html.ts';
import { cssTagCuts, initializerCuts, reactiveElementCuts } from './reactive-element.ts';

const cuts: Readonly<Record<string, readonly Cut[]>> = {
  'reactive-element/development/css-tag.js': cssTagCuts,
  'reactive-element/development/reactive-element.js': reactiveElementCuts,
  'lit-html/development/lit-html.js': litHtmlCuts,
  'lit-element/development/lit-element.js': litElementCuts,
  'elements/shared/guarded-element.ts': guardedElementCuts,
  'elements/shared/server-rendered.ts': serverRenderedCuts,
  'elements/shared/form-control.ts': formControlCuts,
  'elements/shared/texts.ts': notServedCuts,
  'elements/promo-code-input/page-name.ts': notServedCuts,
  ...servedFormCuts,
};

const ofEither: typeof cuts = { 'client/error.ts': errorCuts, 'client/post.ts': optionCuts };
const ofBoth: typeof cuts = { ...ofEither, 'lead-form/promo-code.ts': bothElementsCuts };
const ofOne: typeof cuts = {
  ...ofEither,
  'reactive-element/development/reactive-element.js': initializerCuts,
};

/** By environment. Scripts with both elements are configured by their tags. */
const moreCuts: Readonly<Record<string, typeof cuts>> = {
  promoCodeInput: { ...ofOne, ...fieldErrorCuts },
  leadForm: ofOne,
  promoLead: ofBoth,
  classic: ofBoth,
};

/** @throws if a rule does not match, or if an element uses what is cut. */
export function slimLit(appliesTo: NonNullable<Plugin['applyToEnvironment']>): Plugin {
  return {
    name: 'slim-lit',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: appliesTo,
    resolveId: {
      filter: { id: /^lit(-html)?\/(async-)?directive/ },
      handler(id) {
        throw new Error(`Cannot slim Lit: ${id} is used, and the script-tag files have none`);
      },
    },
    transform: {
      filter: {
        id: /\/(lit-html|lit-element|reactive-element)\/.*\.js$|\/(elements|client)\/.*\.ts$/,
      },
      handler(code, id) {
        const more = moreCuts[this.environment.name] ?? {};
        const rules = [cuts, more].flatMap((some) => {
          const file = Object.keys(some).find((name) => id.endsWith(name)) ?? '';
          return some[file] ?? [];
        });
        const slimmer = rules.reduce((text, rule) => cut(text, rule, id), code);
        return { code: slimmer, map: null };
      },
    },
  };
}
