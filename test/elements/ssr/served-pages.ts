import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html, type TemplateResult } from 'lit';
import { loadLocale } from '../../../src/elements/index.ts';
import '../../../src/index.ts';
import './scripts/x-nest.ts';

export type ServedPage = 'field' | 'around' | 'language' | 'nest' | 'form' | 'promo' | 'japanese';

/** What a server renders, by the name of its page. */
const contents: Readonly<Record<ServedPage, TemplateResult>> = {
  field: html`<form>
    <promo-code-input name="code" value="DEFAULT" placeholder="WELCOME10"></promo-code-input>
  </form>`,
  around: html`<div lang="id">
    <fieldset disabled>
      <label for="code">Voucher</label>
      <promo-code-input id="code" label=""></promo-code-input>
    </fieldset>
  </div>`,
  nest: html`<x-nest></x-nest>`,
  form: html`<lead-form
    endpoint="/"
    product="blackmask"
    click-id="CLICK-1"
    company="acme"
    success-url="https://shop.example/thanks"
    consent
  ></lead-form>`,
  promo: html`<lead-form endpoint="/" product="blackmask" promo></lead-form>`,
  japanese: html`<lead-form
    lang="ja"
    endpoint="/"
    products='[{"value":"mat","label":"Mat"},{"value":"rope","label":"Rope"}]'
  ></lead-form>`,
  language: html`<promo-code-input lang="id-ID"></promo-code-input>`,
};

/** A whole page, rendered on Node; its script is left to the test. */
export async function renderPage(name: ServedPage): Promise<string> {
  await Promise.all(['id', 'ja'].map(loadLocale));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>${name}</title>
    </head><body>${await collectResult(render(contents[name]))}</body></html>`;
}

export function isServedPage(name: string | undefined): name is ServedPage {
  return name !== undefined && Object.hasOwn(contents, name);
}
