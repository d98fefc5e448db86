/**
 * Whether this may be a page with form controls of one's own, or a server that renders them. jsdom
 * and happy-dom, in which apps are tested, are neither: they have a document, and little of what
 * `attachInternals()` gives. There, the tags stay plain elements with the page's own form in them.
 *
 * Lit's `isServer` does not tell: it is what the package was resolved for, and those run on Node.
 * Asked by what is imported, and not in `define()`: a script tag is only ever in a browser.
 */
export function canDefine(): boolean {
  return !('document' in globalThis) || 'CustomStateSet' in globalThis;
}
