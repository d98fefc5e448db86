/** What native controls have, and custom elements that stand in for them may have. */
export interface Control extends HTMLElement {
  readonly name: string;
  /** A string, or what a custom element has in its place: a number, an array. */
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

/** A form sends nothing of them, or only what was pressed. */
const unsent: RegExp = /^(submit|button|reset|image|output)$/;

export function isControl(element: Element): element is Control {
  const { name, value, type = '' } = element as Partial<Control>;
  // A `<form>` may have a field of that name in place of its own.
  if (typeof name !== 'string' || unsent.test(type)) return false;
  return (
    typeof value === 'string' || (isCustom(element) && ('value' in element || isTicked(element)))
  );
}

/** Without the `<input>`s by which a custom element of that name is made: they have its value. */
export function withoutParts(controls: readonly Control[]): readonly Control[] {
  const wholes = controls.filter(
    (one) => isCustom(one) && (one.value ?? one.checked) !== undefined,
  );
  return controls.filter(
    (one) =>
      !wholes.some((whole) => whole !== one && whole.name === one.name && whole.contains(one)),
  );
}

/** What a control would send; empty where that is nothing. */
export function valueOf(control: Control): string {
  // A lead carries no files; that one is chosen may still be required.
  if (control.type === 'file' || control.matches(':disabled')) return '';
  if (isBox(control)) return control.checked ? boxValueOf(control) : '';
  if (isList(control)) return Array.from(control.selectedOptions, (one) => one.value).join(', ');
  return textOf(control.value);
}

/**
 * Puts what the visitor changed in the page's own form into the fields that take its place:
 * `extra[city]` there is `city` here. A field that the visitor has changed here stays as it is.
 */
export function carryOver(from: Iterable<Element>, to: readonly Control[]): void {
  // Most forms have no fields of the page's own.
  if (to.length === 0) return;
  const changed = Array.from(from).filter((one) => isControl(one) && isChanged(one)) as Control[];
  for (const control of to) {
    const twins = changed.filter(({ name }) => name === `extra[${control.name}]`);
    const twin = twins.find((one) => !isBox(control) || boxValueOf(one) === boxValueOf(control));
    if (twin) fill(control, valueOf(twin));
  }
}

/** Puts back what a lead has of them, by name, where the visitor has changed nothing. */
export function putBack(values: Readonly<Record<string, string>>, to: readonly Control[]): void {
  for (const control of to) {
    const value = new Map(Object.entries(values)).get(control.name);
    if (value) fill(control, value);
  }
}

/** With what `valueOf()` gave, which may be several values or one with a comma in it. */
function fill(control: Control, text: string): void {
  if (control.type === 'file' || isChanged(control)) return;
  const values = new Set([text, ...text.split(', ')]);
  if (isBox(control)) control.checked = values.has(boxValueOf(control));
  else if (isList(control)) {
    for (const one of control.options) one.selected = values.has(one.value);
  } else if (Array.isArray(control.value)) control.value = text.split(', ');
  else control.value = typeof control.value === 'number' ? Number(text) : text;
}

/** Has it hold what the page has in its markup, as after a reset of its form. */
export function setBack(control: Control): void {
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

/** A custom element may have no type; and a text field has `checked` too, which means nothing. */
function isBox(control: Control): boolean {
  return /^(checkbox|radio)$/.test(control.type ?? '') || (isCustom(control) && isTicked(control));
}

function isList(control: Control): control is Control & HTMLSelectElement {
  return control.localName === 'select';
}

/** As a native box: `on`, where it has no value of its own. */
function boxValueOf({ value }: Control): string {
  return textOf(value ?? 'on');
}

function textOf(value: unknown): string {
  return [value].flat().join(', ');
}

/** A range or a colour has a value where its markup has none. */
function initialOf(control: Control): unknown {
  const { defaultValue } = control;
  if (!(control instanceof HTMLInputElement)) return defaultValue;
  return Object.assign(control.cloneNode() as Control, { value: defaultValue }).value;
}

function isChanged(control: Control): boolean {
  const { value, checked, type } = control;
  // It takes no value.
  if (type === 'file') return value !== '';
  if (isBox(control)) return checked !== !!control.defaultChecked;
  if (!isList(control)) return textOf(value) !== textOf(initialOf(control));
  const choices = Array.from(control.options);
  // Where none is chosen from the start, a list begins with its first.
  const initial = choices.filter((one) => one.defaultSelected);
  const isInitial = (one: HTMLOptionElement, index: number): boolean =>
    initial.length > 0 ? one.defaultSelected : control.type === 'select-one' && index === 0;
  return choices.some((one, index) => one.selected !== isInitial(one, index));
}
