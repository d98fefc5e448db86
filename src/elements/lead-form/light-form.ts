import { type Caret, caretOf } from '../shared/caret.ts';

/** What the visitor did in the page's own `<form>` before the element took its place. */
export interface LightForm {
  /** By field name; what is empty is left out. */
  readonly values: ReadonlyMap<string, string>;
  /** A control without a name has its type in the place of it: the button, say. */
  readonly focus: { readonly name: string; readonly caret: Caret } | undefined;
}

type LightFormHost = Element & { readonly product?: string | undefined };

/**
 * Reads the `<form>` inside an element, and the one that a server rendered in its shadow root; to
 * be called before anything takes their place.
 */
export function readLightForm(host: LightFormHost): LightForm {
  const values = new Map<string, string>();
  const chosen = host.querySelectorAll<HTMLOptionElement>(':scope>option[selected]');
  for (const { value } of chosen) values.set('product', value);
  let focus: LightForm['focus'];
  const served = host.shadowRoot?.querySelectorAll('form') ?? [];
  for (const form of [...host.querySelectorAll<HTMLFormElement>(':scope>form'), ...served]) {
    for (const [name, value] of new FormData(form) as Iterable<[string, string]>) {
      // A file has none.
      if (value.length > 0) values.set(name, value);
    }
    const list = host.product && form.querySelector<HTMLSelectElement>('select[name=product]');
    // As the markup made it, nobody has chosen from it, and the page has said what it is for.
    const isMarkup = list && (list.cloneNode(true) as typeof list).value === list.value;
    if (isMarkup) values.delete('product');
    const { activeElement } = form.getRootNode() as Document | ShadowRoot;
    if (form.contains(activeElement)) {
      const { name, type } = activeElement as HTMLInputElement;
      focus = { name: name || type, caret: caretOf(activeElement as HTMLInputElement) };
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
