/** What native controls have, and custom elements that stand in for them may have. */
export interface Control extends HTMLElement {
  readonly name: string;
  value: string;
  readonly type?: string;
  checked?: boolean;
  readonly defaultValue?: string;
  readonly defaultChecked?: boolean;
  readonly options?: HTMLOptionsCollection;
  readonly selectedOptions?: HTMLCollectionOf<HTMLOptionElement>;
  readonly validity?: ValidityState;
  reportValidity?(): boolean;
  setCustomValidity?(message: string): void;
  formResetCallback?(): void;
}

/** They have a value that nobody typed. */
const button: RegExp = /^(submit|button|reset|image|file)$/;

export function isControl(element: Element): element is Control {
  const { name, value, type } = element as Partial<Control>;
  // A `<form>` may have a field of that name in place of its own.
  return typeof name === 'string' && typeof value === 'string' && !button.test(type ?? '');
}

/** What a control would send; empty where that is nothing. */
export function valueOf(control: Control): string {
  const { value, checked, selectedOptions } = control;
  if (control.matches(':disabled') || (isBox(control) && !checked)) return '';
  return selectedOptions ? Array.from(selectedOptions, (one) => one.value).join(', ') : value;
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
    const twin = twins.find(({ value }) => !isBox(control) || value === control.value);
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
  if (isChanged(control)) return;
  const values = new Set([text, ...text.split(', ')]);
  if (isBox(control)) control.checked = values.has(control.value);
  else if (!control.options) control.value = text;
  else for (const one of control.options) one.selected = values.has(one.value);
}

/** Has it hold what the page has in its markup, as after a reset of its form. */
export function setBack(control: Control): void {
  const { defaultChecked = false, defaultValue = '', options } = control;
  if (control.formResetCallback) control.formResetCallback();
  else if (isBox(control)) control.checked = defaultChecked;
  else if (!options) control.value = defaultValue;
  else for (const one of options) one.selected = one.defaultSelected;
}

/** A custom element may have no type; and a text field has `checked` too, which means nothing. */
function isBox({ type = '', localName, checked }: Control): boolean {
  return /^(checkbox|radio)$/.test(type) || (localName.includes('-') && checked !== undefined);
}

/** A range or a colour has a value where its markup has none. */
function initialOf(control: Control): string {
  const { defaultValue = '' } = control;
  if (!(control instanceof HTMLInputElement)) return defaultValue;
  return Object.assign(control.cloneNode() as Control, { value: defaultValue }).value;
}

function isChanged(control: Control): boolean {
  const { value, checked, options } = control;
  if (isBox(control)) return checked !== !!control.defaultChecked;
  if (!options) return value !== initialOf(control);
  const choices = Array.from(options);
  // Where none is chosen from the start, a list begins with its first.
  const initial = choices.filter((one) => one.defaultSelected);
  const isInitial = (one: HTMLOptionElement, index: number): boolean =>
    initial.length > 0 ? one.defaultSelected : control.type === 'select-one' && index === 0;
  return choices.some((one, index) => one.selected !== isInitial(one, index));
}
