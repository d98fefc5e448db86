import type { ReactiveControllerHost } from 'lit';
import type { FieldError } from '../../contract/field-error.ts';
import {
  checkField,
  type FieldErrors,
  type FieldName,
  fieldNames,
  isFieldName,
  namesIn,
  type TextFieldName,
} from './fields.ts';
import { type ProductsHost, readProducts } from './light-form.ts';

interface DraftHost extends ReactiveControllerHost, ProductsHost {
  readonly consent: boolean;
}

/** What is typed into the fields, and what is wrong with it. Only `clear()` forgets a value. */
export class Draft {
  readonly values = {} as Record<FieldName, string>;
  errors: FieldErrors = {};
  /** The fields that the last submission was held back for. */
  heldBack: readonly FieldName[] = [];
  /** The field that the visitor has just left: its error is now behind them. */
  declare left: FieldName | undefined;
  /** The fields to type into, in the order of the form. */
  order: readonly TextFieldName[] = namesIn('en');
  /** Fields that were typed into or checked for a submission; others show no error yet. */
  readonly #touched = new Set<FieldName>();
  readonly #host: DraftHost;

  constructor(host: DraftHost) {
    this.#host = host;
    this.clear();
  }

  /** The fields with errors, in the order of the form. */
  get wrong(): readonly FieldName[] {
    const names: readonly FieldName[] = [...this.order, 'product', 'consent'];
    return names.filter((name) => this.errors[name]);
  }

  /** Orders the fields as a language does, unless the visitor has already typed something. */
  arrange(lang: string): void {
    const { first_name: firstName, last_name: lastName } = this.values;
    if (!firstName && !lastName && this.#touched.size === 0) this.order = namesIn(lang);
  }

  /** Takes values over by field name, except where there is one or the visitor has typed. */
  takeOver(values: ReadonlyMap<string, string>): void {
    for (const name of fieldNames) {
      if (!this.#touched.has(name)) this.values[name] ||= values.get(name) ?? '';
    }
  }

  /** Reads the fields themselves: not every password manager fires an event. */
  read(find: (name: FieldName) => HTMLElement | null | undefined): void {
    for (const name of this.order) {
      const { value } = (find(name) ?? {}) as Partial<HTMLInputElement>;
      if (value) this.values[name] = value;
    }
  }

  /** The same for fields that a server rendered, with their order. */
  readServed(served: ParentNode): void {
    const fields = served.querySelectorAll('#first_name, #last_name, #phone');
    this.order = Array.from(fields, ({ id }) => id as TextFieldName);
    this.read((name) => served.querySelector<HTMLElement>(`#${name}`));
  }

  type(name: FieldName, value: string): void {
    this.press(name, value);
    this.#host.requestUpdate();
  }

  /** The same for a key press, which the field shows on its own: nothing is rendered for it. */
  press(name: FieldName, value: string): void {
    this.values[name] = value;
    this.#touched.add(name);
    if (!this.errors[name]) return;
    // While the visitor types, an error can go away, but none appears.
    this.#check(name);
    this.#host.requestUpdate();
  }

  leave(name: FieldName): void {
    if (this.#touched.has(name)) this.#check(name);
    this.heldBack = [];
    this.left = name;
    this.#host.requestUpdate();
  }

  /** The visitor is sent back to what is wrong. */
  holdBack(): void {
    this.heldBack = this.wrong;
    this.left = undefined;
    this.#host.requestUpdate();
  }

  /** Checks every field that is shown. Returns whether all are valid. */
  checkAll(): boolean {
    this.#forget();
    for (const name of fieldNames) {
      this.#touched.add(name);
      this.#check(name);
    }
    return this.wrong.length === 0;
  }

  /** Takes the proxy's errors. Returns whether the visitor sees any, and so can correct it. */
  refuse(errors: readonly FieldError[]): boolean {
    const shown = errors.filter(
      ({ field }) => isFieldName(field) && this.#shown(field) !== undefined,
    );
    this.errors = Object.fromEntries(shown.map(({ field, code }) => [field, code]));
    return shown.length > 0;
  }

  clear(): void {
    for (const name of fieldNames) this.values[name] = '';
    this.#forget();
    this.#touched.clear();
  }

  #forget(): void {
    this.errors = {};
    this.heldBack = [];
    this.left = undefined;
  }

  #check(name: FieldName): void {
    const value = this.#shown(name);
    this.errors[name] = value === undefined ? undefined : checkField(name, value);
  }

  /** What the field shows; undefined if it is not shown. */
  #shown(name: FieldName): string | undefined {
    const { [name]: value } = this.values;
    if (name === 'consent') return this.#host.consent ? value : undefined;
    if (name !== 'product') return value;
    const products = readProducts(this.#host).map((product) => product.value);
    // A product that is no longer offered, perhaps sold out, is not chosen.
    return products.includes(value) ? value : products[0] && '';
  }
}
