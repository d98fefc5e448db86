/**
 * Whether this may be a page that supports custom form controls, or a server that renders them.
 * jsdom and happy-dom, in which apps are tested, are neither: they have a document, but little of
 * what `attachInternals()` returns. There, the tags stay plain elements around the page's own form.
 *
 * Lit's `isServer` does not help: it depends on how the package was resolved, and both run on Node.
 * The npm modules call this, and not `define()`: a script tag only ever runs in a browser.
 */
export function canDefine(): boolean {
  return !('document' in globalThis) || 'CustomStateSet' in globalThis;
}
