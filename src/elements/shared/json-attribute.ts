import type { ComplexAttributeConverter } from 'lit';

/** An attribute that holds an object as JSON; anything else is ignored, and is never an error. */
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
