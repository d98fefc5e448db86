/** Where the caret is in a field, or what is selected; `undefined` where a field has none. */
export type Caret = Parameters<HTMLInputElement['setSelectionRange']> | undefined;

export function caretOf(field: Element): Caret {
  const { selectionStart, selectionEnd, selectionDirection } = field as HTMLInputElement;
  return typeof selectionStart === 'number'
    ? [selectionStart, selectionEnd, selectionDirection ?? undefined]
    : undefined;
}

/** Puts the focus into a field, and the caret where it was; one that is in it already stays. */
export function restoreFocus(field: HTMLElement | null | undefined, caret: Caret): void {
  const root = field?.getRootNode() as Document | ShadowRoot | undefined;
  if (!field || root?.activeElement === field) return;
  field.focus({ preventScroll: true });
  if (caret && field instanceof HTMLInputElement && /^(text|tel)$/.test(field.type)) {
    field.setSelectionRange(...caret);
  }
}
