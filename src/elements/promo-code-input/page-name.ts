import type { PromoCodeInput } from './element.ts';

/** The page's own name for the field: by `aria-labelledby`, `aria-label` or a label outside. */
export function pageNameOf(field: PromoCodeInput): string {
  if (field.label) return '';
  // A server does not know the page around the element.
  const [names, labels] = field.isServed ? [] : [field.ariaLabelledByElements, field.labels];
  return textOf(names) || (field.getAttribute('aria-label') ?? textOf(labels));
}

function textOf(nodes: Iterable<Node> | null | undefined): string {
  return Array.from(nodes ?? [], (node) => node.textContent?.trim()).join(' ');
}
