import { type Caret, caretOf } from '../shared/caret.ts';

/** What the visitor did in the page's own `<form>` before the element took its place. */
export interface LightForm {
  /** By field name; what is empty is left out. */
  readonly values: ReadonlyMap<string, string>;
  readonly focus: { readonly name: string; readonly caret: Caret } | undefined;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What a form sends nothing of. */
const off = '[type=checkbox]:not(:checked),[type=radio]:not(:checked)';

/**
 * Reads the `<form>` inside an element, and the one that a server rendered in its shadow root; to
 * be called before anything takes their place.
 */
export function readLightForm(host: Element): LightForm {
  const values = new Map<string, string>();
  let focus: LightForm['focus'];
  const served = host.shadowRoot?.querySelectorAll('form') ?? [];
  for (const form of [...host.querySelectorAll(':scope>form'), ...served]) {
    const { activeElement } = form.getRootNode() as Document | ShadowRoot;
    for (const control of form.querySelectorAll<Control>('input, select, textarea')) {
      const { name, value } = control;
      if (name && value && !control.matches(off)) values.set(name, value);
      if (control === activeElement) focus = { name, caret: caretOf(control) };
    }
  }
  return { values, focus };
}

/** One of several products that the visitor chooses from. */
export interface Product {
  /** A slug of the proxy's catalogue. */
  readonly value: string;
  readonly label: string;
}

export interface ProductsHost extends Element {
  readonly products: readonly Product[] | undefined;
  /** A server knows nothing of what is inside. */
  readonly isServed: boolean;
}

/** Those of the property, else the `<option>`s inside, or of the light form's `product` field. */
export function readProducts(host: ProductsHost): readonly Product[] {
  const { products } = host;
  // An attribute may hold any JSON.
  if (Array.isArray(products)) return products as readonly Product[];
  if (host.isServed) return [];
  const options = host.querySelectorAll<HTMLOptionElement>(
    ':is(:scope>option,:scope>form [name=product] option):enabled',
  );
  return Array.from(options, ({ value, label }) => ({ value, label })).filter(({ value }) => value);
}
