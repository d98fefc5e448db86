/** Where the caret is in a field, or what is selected; `undefined` where a field has none. */
export type Caret = Parameters<HTMLInputElement['setSelectionRange']> | undefined;

/** A control, native or a custom element. */
type Field = HTMLElement & Partial<Pick<HTMLInputElement, 'type' | 'setSelectionRange'>>;

export function caretOf(field: Element): Caret {
  const { selectionStart, selectionEnd, selectionDirection } = field as HTMLInputElement;
  return typeof selectionStart === 'number'
    ? [selectionStart, selectionEnd, selectionDirection ?? undefined]
    : undefined;
}

/** Puts the focus into a field, and the caret where it was; one that is in it already stays. */
export function restoreFocus(field: Field | null | undefined, caret: Caret): void {
  const root = field?.getRootNode() as Document | ShadowRoot | undefined;
  if (!field || root?.activeElement === field) return;
  field.focus({ preventScroll: true });
  // An `<input type="number">`, say, has the method and throws.
  if (caret && /^(te|promo)/.test(field.type ?? '')) field.setSelectionRange?.(...caret);
}
