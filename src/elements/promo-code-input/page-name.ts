import type { PromoCodeInput } from './element.ts';

/** In place of our label: of `aria-labelledby`, `aria-label`, or a label outside or around. */
export function pageNameOf(field: PromoCodeInput): string {
  if (field.label) return '';
  // A server knows nothing of the page around.
  const [names, labels] = field.isServed ? [] : [field.ariaLabelledByElements, field.labels];
  return textOf(names) || (field.getAttribute('aria-label') ?? textOf(labels));
}

function textOf(nodes: Iterable<Node> | null | undefined): string {
  return Array.from(nodes ?? [], (node) => node.textContent?.trim()).join(' ');
}
