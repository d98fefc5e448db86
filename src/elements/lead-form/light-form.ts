import { type Caret, caretOf } from '../shared/caret.ts';

/** What the visitor did in the page's own `<form>` before the element took its place. */
export interface LightForm {
  /** By field name, without empty values. */
  readonly values: ReadonlyMap<string, string>;
  /** `name` is the type of a control that has no name, such as the button. */
  readonly focus?: { readonly name: string; readonly caret: Caret } | undefined;
}

type LightFormHost = Element & { readonly product?: string | undefined };

/**
 * Reads the `<form>` inside an element, and the one that a server rendered in its shadow root. To
 * be called before either is replaced.
 */
export function readLightForm(host: LightFormHost): LightForm {
  const values = new Map<string, string>();
  const chosen = host.querySelectorAll<HTMLOptionElement>(':scope>option[selected]');
  for (const { value } of chosen) values.set('product', value);
  let focus: LightForm['focus'];
  const served = host.shadowRoot?.querySelectorAll('form') ?? [];
  for (const form of [...host.querySelectorAll<HTMLFormElement>(':scope>form'), ...served]) {
    for (const [name, value] of new FormData(form) as Iterable<[string, string]>) {
      // A file has no length.
      if (value.length > 0) values.set(name, value);
    }
    const list = host.product && form.querySelector<HTMLSelectElement>('select[name=product]');
    // If the list is as in the markup, nobody has chosen, and the page's own `product` counts.
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
  /** A server does not see the element's content. */
  readonly isServed: boolean;
}

const offered =
  ':is(:scope>option,:scope>form :is([name=product] option,[name=product][type=radio])):enabled';

/** A product as a page may give it: an element, or any value in the property. */
type Choice = Partial<Product & Pick<HTMLInputElement, 'labels'>> | null;

/**
 * The products of the property, otherwise the `<option>`s inside or the choices of the light form's
 * `product` field, which may be radio buttons too. A disabled one is sold out.
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
