/** Has its accessors take what a page set on an element before its class came. */
export function takeEarly<T extends object>(element: T, accessors: readonly (keyof T)[]): void {
  for (const name of accessors) {
    // It hides the accessor.
    if (Object.hasOwn(element, name)) {
      const { [name]: early } = element;
      delete (element as Partial<T>)[name];
      element[name] = early;
    }
  }
}
