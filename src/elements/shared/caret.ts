/** The caret or selection of a field; `undefined` if the field has none. */
export type Caret = Parameters<HTMLInputElement['setSelectionRange']> | undefined;

/** A control, native or a custom element. */
type Field = HTMLElement & Partial<Pick<HTMLInputElement, 'type' | 'setSelectionRange'>>;

export function caretOf(field: Element): Caret {
  const { selectionStart, selectionEnd, selectionDirection } = field as HTMLInputElement;
  return typeof selectionStart === 'number'
    ? [selectionStart, selectionEnd, selectionDirection ?? undefined]
    : undefined;
}

/** Focuses a field and restores its caret; does nothing if it already has the focus. */
export function restoreFocus(field: Field | null | undefined, caret: Caret): void {
  const root = field?.getRootNode() as Document | ShadowRoot | undefined;
  if (!field || root?.activeElement === field) return;
  field.focus({ preventScroll: true });
  // An `<input type="number">`, say, has the method but throws.
  if (caret && /^(te|promo)/.test(field.type ?? '')) field.setSelectionRange?.(...caret);
}

/**
 * Whether the focus is nowhere, or in the page's own form, which is hidden: a browser takes it from
 * there with its next frame.
 */
export function isFocusFree(host: ParentNode): boolean {
  return document.activeElement === document.body || host.querySelector('form :focus') !== null;
}
