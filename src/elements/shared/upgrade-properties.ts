/** Passes what a page set on an element before it was upgraded to the class's accessors. */
export function upgradeProperties<T extends object>(
  element: T,
  accessors: readonly (keyof T)[],
): void {
  for (const name of accessors) {
    // An own property hides the accessor.
    if (Object.hasOwn(element, name)) {
      const { [name]: early } = element;
      delete (element as Partial<T>)[name];
      element[name] = early;
    }
  }
}
