/**
 * Tells the document of a stored lead whose form the page has taken out: the form's event no longer
 * bubbles up to it, and a page may count its leads there.
 */
export function tellDocument(host: HTMLElement): void {
  host.addEventListener('lead-accepted', (event) => {
    // An event can be dispatched again only after its first dispatch has ended.
    if (!host.isConnected) queueMicrotask(() => host.ownerDocument.dispatchEvent(event));
  });
}
