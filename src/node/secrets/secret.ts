import { inspect } from 'node:util';

/**
 * A token, key or password. Whatever prints it, prints `[secret]`: a template, JSON, the
 * console, an error's fields. `reveal()` is the one way to the value, easy to search for.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }
}

Object.defineProperty(Secret.prototype, inspect.custom, { value: () => '[secret]' });
