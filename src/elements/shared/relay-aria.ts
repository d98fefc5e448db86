/**
 * What names and describes the element does so for its field, as on a native one. An id does not
 * reach out of a shadow root; an element does (ARIA, "element reflection").
 */
export function relayAria(host: HTMLElement, field: HTMLElement, own: Iterable<Element>): void {
  field.ariaLabelledByElements = host.ariaLabelledByElements;
  const more = host.ariaDescribedByElements;
  // An attribute of ours says the same; it is empty once elements have taken its place.
  if (!more && field.getAttribute('aria-describedby')) return;
  field.ariaDescribedByElements = [...own, ...(more ?? [])];
}
