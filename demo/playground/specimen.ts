import type { Markup } from '../../src/contract/owner/markup.ts';
import { directionOf } from '../direction-of.ts';
import type { Choices } from './choices.ts';

type Attributes = NonNullable<Markup['attributes']>;

/** The markup of the chosen element, as for a page. */
export function specimenOf(choices: Choices): Markup {
  return choices.get('element') === 'promo-code-input'
    ? { tag: 'promo-code-input', attributes: codeAttributes(choices) }
    : { tag: 'lead-form', attributes: formAttributes(choices), content: formContent(choices) };
}

/** The language and its direction, which the rest of a page need not have. */
function languageOf(choices: Choices): Attributes {
  const lang = choices.get('lang') ?? 'en';
  const dir = directionOf(lang, choices.get('dir'));
  return { ...(lang !== 'en' && { lang }), ...(dir !== 'ltr' && { dir }) };
}

function codeAttributes(choices: Choices): Attributes {
  return {
    ...filled(choices, { endpoint: 'endpoint' }),
    ...languageOf(choices),
    ...filled(choices, { label: 'label', placeholder: 'placeholder', param: 'param' }),
    ...ticked(choices, { required: 'required', consume: 'consume' }),
  };
}

function formAttributes(choices: Choices): Attributes {
  const products = productsOf(choices);
  const remember = choices.get('remember') ?? '';
  return {
    ...filled(choices, { endpoint: 'endpoint' }),
    ...languageOf(choices),
    ...(products.length === 1 && { product: String(products[0]) }),
    ...ticked(choices, { 'code-field': 'promo', consent: 'consent' }),
    ...(remember !== '' && { remember: remember === 'visit' ? true : remember }),
    ...ticked(choices, { 'data-layer': 'data-layer', 'no-queue': 'no-queue' }),
    ...filled(choices, { success: 'success-url' }),
  };
}

function formContent(choices: Choices): readonly Markup[] {
  const products = productsOf(choices);
  const own = choices.get('own') ?? '';
  const texts = ['consent', 'submit', 'success'].flatMap((slot) => {
    const text = choices.get(`text-${slot}`) ?? '';
    const isShown = slot !== 'consent' || choices.get('consent') === 'on';
    return text !== '' && isShown ? [{ tag: 'span', attributes: { slot }, content: [text] }] : [];
  });
  return [
    ...(products.length > 1 ? products : []).map((value) => ({
      tag: 'option',
      attributes: { value },
      content: [titleOf(value)],
    })),
    ...(own === '' ? [] : [ownField(own)]),
    ...texts,
  ];
}

/** A field of the page's own. */
function ownField(label: string): Markup {
  const latin = label.toLowerCase().match(/[a-z0-9]+/g) ?? ['more'];
  const input: Markup = { tag: 'input', attributes: { name: latin.join('_') } };
  return { tag: 'label', attributes: { slot: 'extra' }, content: [`${label} `, input] };
}

function productsOf(choices: Choices): readonly string[] {
  return (choices.get('products') ?? '').split(/[\s,]+/).filter((slug) => slug !== '');
}

/** `black-mask` becomes “Black mask”, until somebody writes its real name. */
function titleOf(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Attributes, by the names of the controls that fill them in. */
type AttributeNames = Readonly<Record<string, string>>;

function filled(choices: Choices, names: AttributeNames): Attributes {
  const found = Object.entries(names).filter(([name]) => (choices.get(name) ?? '') !== '');
  return Object.fromEntries(found.map(([name, attribute]) => [attribute, choices.get(name) ?? '']));
}

function ticked(choices: Choices, names: AttributeNames): Attributes {
  const on = Object.entries(names).filter(([name]) => choices.get(name) === 'on');
  return Object.fromEntries(on.map(([, attribute]) => [attribute, true as const]));
}
