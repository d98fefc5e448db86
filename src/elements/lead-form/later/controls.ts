/** What native controls have, and custom elements in their place may have. */
export interface Control extends HTMLElement {
  readonly name: string;
  /** A string; of a custom element, perhaps a number or an array. */
  value?: unknown;
  readonly type?: string;
  checked?: boolean;
  readonly defaultValue?: unknown;
  readonly defaultChecked?: boolean;
  readonly validity?: ValidityState;
  reportValidity?(): boolean;
  setCustomValidity?(message: string): void;
  formResetCallback?(): void;
}

/** A form does not send these, or only the one that was pressed. */
const unsent: RegExp = /^(submit|button|reset|image|output)$/;

export function isControl(element: Element): element is Control {
  const { name, value, type = '' } = element as Partial<Control>;
  // The `name` of a `<form>` may be a field of that name instead of a string.
  if (typeof name !== 'string' || unsent.test(type)) return false;
  return (
    typeof value === 'string' || (isCustom(element) && ('value' in element || isTicked(element)))
  );
}

/** Leaves out the `<input>`s inside a custom element of the same name: they repeat its value. */
export function withoutParts(controls: readonly Control[]): readonly Control[] {
  const wholes = controls.filter(
    (one) => isCustom(one) && (one.value ?? one.checked) !== undefined,
  );
  return controls.filter(
    (one) =>
      !wholes.some((whole) => whole !== one && whole.name === one.name && whole.contains(one)),
  );
}

/** What a control would send; empty if it would send nothing. */
export function valueOf(control: Control): string {
  // A lead carries no files, although choosing one may be required.
  if (control.type === 'file' || control.matches(':disabled')) return '';
  if (isBox(control)) return control.checked ? boxValueOf(control) : '';
  if (isList(control)) return Array.from(control.selectedOptions, (one) => one.value).join(', ');
  return textOf(control.value);
}

/**
 * Copies what the visitor changed in the page's own form into the fields that replace it:
 * `extra[city]` there is `city` here. A field that the visitor has changed here stays as it is.
 */
export function carryOver(from: Iterable<Element>, to: readonly Control[]): void {
  // Most forms have no extra fields.
  if (to.length === 0) return;
  const changed = Array.from(from).filter((one) => isControl(one) && isChanged(one)) as Control[];
  for (const control of to) {
    const candidates = changed.filter(({ name }) => name === `extra[${control.name}]`);
    const source = candidates.find(
      (one) => !isBox(control) || boxValueOf(one) === boxValueOf(control),
    );
    if (source) fill(control, valueOf(source));
  }
}

/** Restores a lead's values by name, except in fields that the visitor has changed. */
export function putBack(values: Readonly<Record<string, string>>, to: readonly Control[]): void {
  for (const control of to) {
    const value = new Map(Object.entries(values)).get(control.name);
    if (value) fill(control, value);
  }
}

/** Takes what `valueOf()` returned, which may be several values or one with a comma in it. */
function fill(control: Control, text: string): void {
  if (control.type === 'file' || isChanged(control)) return;
  const values = new Set([text, ...text.split(', ')]);
  if (isBox(control)) control.checked = values.has(boxValueOf(control));
  else if (isList(control)) {
    for (const one of control.options) one.selected = values.has(one.value);
  } else if (Array.isArray(control.value)) control.value = text.split(', ');
  else control.value = typeof control.value === 'number' ? Number(text) : text;
}

/** Sets a control back to the page's markup, as a reset of its form does. */
export function resetControl(control: Control): void {
  const { defaultChecked = false, defaultValue, value } = control;
  if (control.formResetCallback) control.formResetCallback();
  else if (isBox(control)) control.checked = defaultChecked;
  else if (isList(control)) {
    for (const one of control.options) one.selected = one.defaultSelected;
  } else control.value = defaultValue ?? (Array.isArray(value) ? [] : '');
}

function isCustom({ localName }: Element): boolean {
  return localName.includes('-');
}

function isTicked(element: Partial<Control>): boolean {
  return typeof element.checked === 'boolean';
}

/** A custom element may have no type. A text field has `checked` too, without a meaning. */
function isBox(control: Control): boolean {
  return /^(checkbox|radio)$/.test(control.type ?? '') || (isCustom(control) && isTicked(control));
}

function isList(control: Control): control is Control & HTMLSelectElement {
  return control.localName === 'select';
}

/** As of a native box: `on` if it has no value of its own. */
function boxValueOf({ value }: Control): string {
  return textOf(value ?? 'on');
}

function textOf(value: unknown): string {
  return [value].flat().join(', ');
}

/** A range or a colour has a value even if its markup has none. */
function initialOf(control: Control): unknown {
  const { defaultValue } = control;
  if (!(control instanceof HTMLInputElement)) return defaultValue;
  return Object.assign(control.cloneNode() as Control, { value: defaultValue }).value;
}

function isChanged(control: Control): boolean {
  const { value, checked, type } = control;
  // A file input has no default value.
  if (type === 'file') return value !== '';
  if (isBox(control)) return checked !== !!control.defaultChecked;
  if (!isList(control)) return textOf(value) !== textOf(initialOf(control));
  const choices = Array.from(control.options);
  // If its markup selects none, a list starts with its first option.
  const initial = choices.filter((one) => one.defaultSelected);
  const isInitial = (one: HTMLOptionElement, index: number): boolean =>
    initial.length > 0 ? one.defaultSelected : control.type === 'select-one' && index === 0;
  return choices.some((one, index) => one.selected !== isInitial(one, index));
}
