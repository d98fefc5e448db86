import { type Caret, caretOf } from '../shared/caret.ts';

/** What the visitor did in the page's own `<form>` before the element took its place. */
export interface LightForm {
  /** By field name; what is empty is left out. */
  readonly values: ReadonlyMap<string, string>;
  readonly focus: { readonly name: string; readonly caret: Caret } | undefined;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Reads the `<form>` inside an element; to be called before the element has a shadow root. */
export function readLightForm(host: Element): LightForm {
  const values = new Map<string, string>();
  let focus: LightForm['focus'];
  const root = host.getRootNode() as Document | ShadowRoot;
  for (const control of host.querySelectorAll<Control>(
    ':scope > form :is(input, select, textarea)',
  )) {
    const { name, value } = control;
    const isOff = 'checked' in control && control.type === 'checkbox' && !control.checked;
    if (name && value && !isOff) values.set(name, value);
    if (control === root.activeElement) focus = { name, caret: caretOf(control) };
  }
  return { values, focus };
}

/** One of several products that the visitor chooses from. */
export interface Product {
  /** A slug of the proxy's catalogue. */
  readonly value: string;
  readonly label: string;
}

/** `<option>`s right inside the element, or in the `product` field of its light `<form>`. */
export function readProducts(host: Element): readonly Product[] {
  const options = host.querySelectorAll<HTMLOptionElement>(
    ':scope > option, :scope > form select[name="product"] option',
  );
  return Array.from(options, ({ value, label }) => ({ value, label })).filter(({ value }) => value);
}
