/** `lang` as CSS `:lang()` finds it: out of every shadow tree into the one around it. */
export function nearestLang(element: Element): string {
  const closest = element.closest('[lang]');
  const root = element.getRootNode();
  if (!closest && root instanceof ShadowRoot) return nearestLang(root.host);
  // `<input name="getAttribute">` hides the method of a form around it.
  return (closest && Element.prototype.getAttribute.call(closest, 'lang')) ?? '';
}
