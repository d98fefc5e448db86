import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';
import '../../src/index.ts';

/** One way to have a promo-code field or a form on a page, or a floor for comparison. */
export interface BenchPage {
  readonly name: string;
  readonly kind: 'ours' | 'peer' | 'floor';
  /** The file of `entries/` that is bundled for it. */
  readonly entry?: string;
  /** What else is in the page's head. */
  readonly head?: string;
  /** Our style sheet that the page inlines, so that it waits for none. */
  readonly inlined?: string;
  readonly body: string;
  /** How many controls the visitor waits for, and their selector. */
  readonly controls: number;
  readonly selector?: string;
  /** How long it is measured after it is visible, if not as long as the others. */
  readonly restMs?: number;
}

const script = (file: string): string => `<script type="module" src="/widget/${file}.js"></script>`;
/** The README's "Keep the room of the whole form", with the height on these pages. */
const roomOfField = '<style>promo-code-input:not(:defined){display:block;height:117.3px}</style>';
const roomOfForm = (px: number): string =>
  `<style>lead-form:not(:defined,[hidden]){display:block;min-height:${px}px}</style>`;
const field = '<promo-code-input endpoint="/"></promo-code-input>';
const plainStyles = '<link rel="stylesheet" href="/widget/lead-form.css" />';

/** The README's "Without script": the page's own form, until ours replaces it. */
function plainForm(attributes: string, promo = ''): string {
  return `<lead-form endpoint="/" product="blackmask" ${attributes}>
    <form method="post" action="/v1/leads">
      <input type="hidden" name="product" value="blackmask" />
      <label>First name <input name="first_name" autocomplete="given-name" required /></label>
      <label>Last name <input name="last_name" autocomplete="family-name" required /></label>
      <label>Phone <input name="phone" type="tel" autocomplete="tel" required /></label>
      ${promo}<button>Send</button>
    </form>
  </lead-form>`;
}

const plainPromo = '<label>Promo code (optional) <input name="promo_code" /></label>';
const native = `<form style="display: grid; gap: 8px">
  <label>Name <input name="name" required /></label>
  <label>Email <input name="email" type="email" required /></label>
  <label>Phone <input name="phone" type="tel" /></label>
  <label>Message <textarea name="message" rows="4"></textarea></label>
  <button>Send</button></form>`;

/** A form of four fields, from the custom elements of one library. */
function formOf(input: string, textArea: string, button: string): string {
  return `<form>
    <${input} label="Name" name="name" required></${input}>
    <${input} label="Email" type="email" name="email" required></${input}>
    <${input} label="Phone" type="tel" name="phone"></${input}>
    ${textArea}${button}</form>`;
}

const vaadin = `<form>
  <vaadin-text-field label="Name" name="name" required></vaadin-text-field>
  <vaadin-email-field label="Email" name="email" required></vaadin-email-field>
  <vaadin-text-field label="Phone" name="phone"></vaadin-text-field>
  <vaadin-text-area label="Message" name="message"></vaadin-text-area>
  <vaadin-button>Send</vaadin-button></form>`;

const floors: readonly BenchPage[] = [
  { name: 'empty', kind: 'floor', body: '<p>Nothing</p>', controls: 1, selector: 'p' },
  {
    name: 'floor-vanilla',
    kind: 'floor',
    entry: 'floor-vanilla.js',
    body: '<x-hello>world</x-hello>',
    controls: 1,
    selector: 'p',
  },
  {
    name: 'floor-lit',
    kind: 'floor',
    entry: 'floor-lit.js',
    body: '<x-hello name="world"></x-hello>',
    controls: 1,
    selector: 'p',
  },
];

const promoCodeFields: readonly BenchPage[] = [
  {
    name: 'promo-code-input',
    kind: 'ours',
    head: roomOfField + script('promo-code-input'),
    body: field,
    controls: 2,
  },
  {
    name: 'promo-code-input, from npm',
    kind: 'ours',
    entry: 'promo-code-input-npm.js',
    head: roomOfField,
    body: field,
    controls: 2,
  },
  {
    name: 'promo-lit-handwritten',
    kind: 'peer',
    entry: 'promo-lit-handwritten.js',
    body: '<x-promo endpoint="/promo"></x-promo>',
    controls: 2,
  },
  {
    name: 'promo-shoelace',
    kind: 'peer',
    entry: 'promo-shoelace.js',
    body: `<form><sl-input label="Promo code" name="code" required></sl-input>
      <sl-button type="submit">Apply</sl-button></form>`,
    controls: 2,
  },
  {
    name: 'promo-material',
    kind: 'peer',
    entry: 'promo-material.js',
    body: `<form>
      <md-outlined-text-field label="Promo code" name="code" required></md-outlined-text-field>
      <md-filled-button type="submit">Apply</md-filled-button></form>`,
    controls: 2,
  },
];

/** Also what a form loads that nobody touches. */
export const laterForm = 'lead-form, with its later half';

/** The two lines that the README begins with. */
function formByTag(attributes: string): string {
  return `<lead-form endpoint="/" product="blackmask" ${attributes}></lead-form>`;
}

const ourForms: readonly BenchPage[] = [
  {
    name: 'lead-form, by its tag alone',
    kind: 'ours',
    head: roomOfForm(429.86) + script('lead-form'),
    body: formByTag(''),
    controls: 4,
  },
  {
    name: 'lead-form, by its tag alone, with a promo code',
    kind: 'ours',
    head: roomOfForm(556.72) + script('promo-lead'),
    body: formByTag('promo'),
    controls: 6,
  },
  {
    name: 'lead-form',
    kind: 'ours',
    head: plainStyles + script('lead-form'),
    body: plainForm(''),
    controls: 4,
  },
  {
    name: laterForm,
    kind: 'ours',
    head: plainStyles + script('lead-form'),
    body: plainForm(''),
    controls: 4,
    // It loads the later half a second after it is there.
    restMs: 3_000,
  },
  {
    name: 'lead-form, with a promo code',
    kind: 'ours',
    head: plainStyles + script('promo-lead'),
    body: plainForm('promo', plainPromo),
    controls: 6,
  },
  {
    name: 'lead-form, styled in the page',
    kind: 'ours',
    inlined: 'lead-form.css',
    head: script('lead-form'),
    body: plainForm(''),
    controls: 4,
  },
  {
    name: 'lead-form, with a promo code, styled in the page',
    kind: 'ours',
    inlined: 'lead-form.css',
    head: script('promo-lead'),
    body: plainForm('promo', plainPromo),
    controls: 6,
  },
  {
    name: 'lead-form, from npm',
    kind: 'ours',
    entry: 'lead-form-npm.js',
    head: plainStyles,
    body: plainForm(''),
    controls: 4,
  },
  {
    name: 'lead-form, of a server',
    kind: 'ours',
    entry: 'lead-form-served.js',
    body: await collectResult(
      render(html`<lead-form endpoint="/" product="blackmask"></lead-form>`),
    ),
    controls: 4,
  },
];

const otherForms: readonly BenchPage[] = [
  { name: 'form-native-html', kind: 'peer', body: native, controls: 5 },
  {
    name: 'form-vanilla-handwritten',
    kind: 'peer',
    entry: 'form-vanilla-handwritten.js',
    body: '<x-lead endpoint="/lead"></x-lead>',
    controls: 5,
  },
  {
    name: 'form-shoelace',
    kind: 'peer',
    entry: 'form-shoelace.js',
    body: formOf(
      'sl-input',
      '<sl-textarea label="Message" name="message"></sl-textarea>',
      '<sl-button type="submit" variant="primary">Send</sl-button>',
    ),
    controls: 5,
  },
  {
    name: 'form-material',
    kind: 'peer',
    entry: 'form-material.js',
    body: formOf(
      'md-outlined-text-field',
      `<md-outlined-text-field type="textarea" rows="4" label="Message" name="message">
      </md-outlined-text-field>`,
      '<md-filled-button>Send</md-filled-button>',
    ),
    controls: 5,
  },
  { name: 'form-vaadin', kind: 'peer', entry: 'form-vaadin.js', body: vaadin, controls: 5 },
  { name: 'form-rhf-zod', kind: 'peer', entry: 'form-rhf-zod.jsx', body: '', controls: 5 },
];

export const pages: readonly BenchPage[] = [
  ...floors,
  ...promoCodeFields,
  ...ourForms,
  ...otherForms,
];
