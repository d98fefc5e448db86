import type { Markup } from '../src/contract/owner/markup.ts';

/** No text becomes markup here: a policy with trusted types does not allow it. */
export function makeElement({ tag, attributes = {}, content = [] }: Markup): Element {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...content.map((one) => (typeof one === 'string' ? one : makeElement(one))));
  return element;
}
