/** `lang` as CSS `:lang()` finds it: through every shadow tree into the one around it. */
export function nearestLang(element: Element): string {
  const closest = element.closest('[lang]');
  const root = element.getRootNode();
  if (!closest && root instanceof ShadowRoot) return nearestLang(root.host);
  // `<input name="getAttribute">` hides the method of the form that contains it.
  return (closest && Element.prototype.getAttribute.call(closest, 'lang')) ?? '';
}
