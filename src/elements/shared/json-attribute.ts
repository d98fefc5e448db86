import type { ComplexAttributeConverter } from 'lit';

/** An attribute that holds an object as JSON; what is none is left out, never an error. */
export const jsonAttribute: ComplexAttributeConverter<object | undefined> = {
  fromAttribute(attribute) {
    try {
      const value: unknown = JSON.parse(attribute ?? '');
      return typeof value === 'object' && value !== null ? value : undefined;
    } catch {
      return undefined;
    }
  },
};
