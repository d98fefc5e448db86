/**
 * Tells whether a visitor has gone on to something else on the page since the lead was sent, such
 * as the page's next form: what is typed there must not end up nowhere.
 */
export function watchFocus(host: Element): () => boolean {
  // It may be a button of the page's own that has called `submit()`.
  let before: Element | null = null;
  host.addEventListener('lead-submit', () => (before = document.activeElement));
  return () =>
    ![document.body, before].includes(document.activeElement) && !host.matches(':focus-within');
}
