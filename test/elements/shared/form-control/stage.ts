import { fixture } from '@open-wc/testing';

/** Writes a text control as HTML, with these attributes: a native `<input>`, or ours. */
export type Create = (attributes: string) => string;

/** What a page can do with a text control, native or ours. */
export type TextControl = HTMLElement &
  Pick<
    HTMLInputElement,
    | 'checkValidity'
    | 'defaultValue'
    | 'disabled'
    | 'form'
    | 'labels'
    | 'name'
    | 'placeholder'
    | 'readOnly'
    | 'reportValidity'
    | 'required'
    | 'select'
    | 'selectionDirection'
    | 'selectionEnd'
    | 'selectionStart'
    | 'setCustomValidity'
    | 'setRangeText'
    | 'setSelectionRange'
    | 'validationMessage'
    | 'validity'
    | 'value'
    | 'willValidate'
  >;

export interface Stage {
  readonly root: HTMLElement;
  /** The first control in `root`, and all of them. */
  readonly control: TextControl;
  readonly controls: readonly TextControl[];
  /** The first form in `root`. */
  readonly form: HTMLFormElement;
}

/** Puts HTML on the page; `{name="code"}` in it is a control with these attributes. */
export async function stage(create: Create, markup: string): Promise<Stage> {
  const written = markup.replaceAll(/\{(.*?)\}/g, (_, attributes: string) =>
    create(`data-control ${attributes}`),
  );
  const root = await fixture<HTMLElement>(`<div>${written}</div>`);
  const controls = Array.from(root.querySelectorAll<TextControl>('[data-control]'));
  await Promise.all(controls.map(rendered));
  return {
    root,
    // Each test writes at least one of the elements that it uses.
    control: controls[0] as TextControl,
    controls,
    form: root.querySelector('form') as HTMLFormElement,
  };
}

/** A control that is not in a page yet. */
export function detached(create: Create, attributes = ''): TextControl {
  const template = document.createElement('template');
  template.innerHTML = create(attributes);
  return document.importNode(template.content, true).firstElementChild as TextControl;
}

/** Ours renders after the page's script has run; a native control is there at once. */
export async function rendered(control: Element): Promise<void> {
  await (control as { readonly updateComplete?: Promise<boolean> }).updateComplete;
}

/** The native field that a visitor types into. */
export function fieldOf(control: Element): HTMLInputElement {
  return control.shadowRoot?.querySelector('input') ?? (control as HTMLInputElement);
}

/** Types as a visitor does: with the browser's own events, limits and undo. */
export function typeText(control: HTMLElement, text: string): void {
  control.focus();
  edit(control, 'insertText', text);
}

export function undo(control: HTMLElement): void {
  edit(control, 'undo');
}

function edit({ ownerDocument }: HTMLElement, command: string, text?: string): void {
  // oxlint-disable-next-line typescript/no-deprecated -- nothing else edits like a visitor.
  ownerDocument.execCommand(command, false, text);
}

/** What a form sends, as it would now. */
export function sent(form: HTMLFormElement): [string, FormDataEntryValue][] {
  return Array.from(new FormData(form));
}
