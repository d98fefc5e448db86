/** Receives the entries of one container of a long reply. */
export interface Entries {
  /** Called with each object or array in it, in order. */
  add(entry: unknown): void;
}

/** What is around containers, and around and in their entries, is no longer than other replies. */
const partLengthMax = 64 * 1024;

/**
 * Strict JSON, parsed as it arrives. The objects and arrays in its containers of one depth (of
 * `{"msg":{"7":[{…},{…}]}}` the third) are parsed one by one, so a long list is never in memory as
 * a whole, and other requests are answered in between. The rest, in which `[0]`, `[1]` and so on
 * stand for these containers, is parsed at the end.
 */
export class LongJson<T extends Entries> {
  readonly #depth: number;
  readonly #open: () => T;
  readonly #containers: T[] = [];
  /** How many objects and arrays are open. */
  #level = 0;
  #inString = false;
  #isEscaped = false;
  /** What has arrived of the rest, of the container without its entries, and of the entry. */
  #rest = '';
  #container = '';
  #entry = '';

  /** `open` is called for each container of the depth. */
  constructor(depth: number, open: () => T) {
    this.#depth = depth;
    this.#open = open;
  }

  /** @throws {SyntaxError} @throws {RangeError} If a part is longer than any can be. */
  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charCodeAt(at);
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (character === backslash) this.#isEscaped = true;
        else if (character === quote) this.#inString = false;
      } else if (character === quote) this.#inString = true;
      else if (character === openBrace || character === openBracket) {
        if (this.#level === this.#depth - 1 || this.#level === this.#depth) {
          this.#keep(text.slice(from, at));
          from = at;
        }
        this.#level += 1;
        if (this.#level === this.#depth) this.#containers.push(this.#open());
      } else if (character === closeBrace || character === closeBracket) {
        if (this.#level === this.#depth || this.#level === this.#depth + 1) {
          this.#keep(text.slice(from, at + 1));
          from = at + 1;
          this.#close();
        }
        this.#level -= 1;
      }
    }
    this.#keep(text.slice(from));
    const parts = [this.#rest, this.#container, this.#entry];
    if (parts.some(({ length }) => length > partLengthMax)) {
      throw new RangeError('a part is too long');
    }
  }

  /** The rest. @throws {SyntaxError} */
  end(): unknown {
    if (this.#level > 0) throw new SyntaxError('an end is missing');
    return JSON.parse(this.#rest);
  }

  /** The container that a value of the rest stands for. */
  containerAt(value: unknown): T | undefined {
    // Nothing else is an array or object at that depth.
    return Array.isArray(value) ? this.#containers[Number(value[0])] : undefined;
  }

  #keep(text: string): void {
    if (this.#level < this.#depth) this.#rest += text;
    else if (this.#level > this.#depth) this.#entry += text;
    else this.#container += text;
  }

  #close(): void {
    if (this.#level > this.#depth) {
      this.#containers.at(-1)?.add(JSON.parse(this.#entry));
      this.#entry = '';
      this.#container = shorten(`${this.#container}[]`);
    } else {
      JSON.parse(this.#container);
      this.#container = '';
      this.#rest += `[${this.#containers.length - 1}]`;
    }
  }
}

// JSON's white space, which is less than `\s`.
const arrayEntries = /^\[[\t\n\r ]*(?:\[\][\t\n\r ]*,[\t\n\r ]*)?\[\]$/;
const firstEntry = /^\{[\t\n\r ]*"(?:[^"\\]|\\[^])*"[\t\n\r ]*:[\t\n\r ]*\[\]$/;
const nextEntry = /^\{"":\[\][\t\n\r ]*,[\t\n\r ]*"(?:[^"\\]|\\[^])*"[\t\n\r ]*:[\t\n\r ]*\[\]$/;

/**
 * What stands between two later entries of a container says no more than between the first two. If
 * it were kept, all of it would be scanned again for each entry.
 */
function shorten(container: string): string {
  if (arrayEntries.test(container)) return '[[]';
  if (!firstEntry.test(container) && !nextEntry.test(container)) return container;
  // Checks that the name is one.
  JSON.parse(`${container}}`);
  return '{"":[]';
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
