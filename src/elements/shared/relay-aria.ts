/**
 * Applies the names and descriptions of the element to its inner field. An id does not reach out of
 * a shadow root, but element references do (ARIA, "element reflection").
 */
export function relayAria(host: HTMLElement, field: HTMLElement, own: Iterable<Element>): void {
  field.ariaLabelledByElements = host.ariaLabelledByElements;
  const more = host.ariaDescribedByElements;
  // Our own attribute already names them; it is empty once element references have replaced it.
  if (!more && field.getAttribute('aria-describedby')) return;
  field.ariaDescribedByElements = [...own, ...(more ?? [])];
}
