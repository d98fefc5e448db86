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
  const chosen = host.querySelectorAll<HTMLOptionElement>(':scope>option[selected]');
  for (const { value } of chosen) values.set('product', value);
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

const offered =
  ':is(:scope>option,:scope>form :is([name=product] option,[name=product][type=radio])):enabled';

/** What a page may give for a product, be it an element or of its own making. */
type Choice = Partial<Product & Pick<HTMLInputElement, 'labels'>> | null;

/**
 * Those of the property, else the `<option>`s inside, or of the light form's `product` field, which
 * may be radio buttons too. What is disabled is sold out.
 */
export function readProducts(host: ProductsHost): readonly Product[] {
  let { products: choices }: { readonly products: unknown } = host;
  // An attribute may hold any JSON.
  if (!Array.isArray(choices)) {
    if (host.isServed) return [];
    choices = host.querySelectorAll(offered);
  }
  return Array.from(choices as Iterable<Choice>, (choice) => {
    const value = String(choice?.value ?? '');
    return { value, label: choice?.label ?? choice?.labels?.[0]?.textContent ?? value };
  }).filter(({ value }) => value);
}
