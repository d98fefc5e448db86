import { codeKey } from '../contract/code.ts';
import { fnv1a } from '../contract/fnv1a.ts';
import type { ListFaults, PromoCode, PromoCodeList } from './ports.ts';

type Terms = readonly [
  usesLeft: number | null,
  timezone: string,
  startsAt: string | null,
  endsAt: string | null,
  active: boolean,
];

/** Numbers of one code: where its text begins, where its terms do, and the hash of its key. */
const recordSize = 3;
/** Terms that are known to be written already; the codes of a campaign have the same. */
const knownMax = 1000;
const foundMax = 1000;
const lineEnd = 0x0a;

/**
 * Promo codes in the order in which they came, found by their key, in some 40 to 100 bytes each: a
 * million of them are some numbers and text to the garbage collector, and not millions of objects.
 */
export class PackedCodes implements PromoCodeList {
  /** What was left out of them or is of no use, where whoever made them looked for that. */
  faults: ListFaults | undefined;
  #size = 0;
  #activeSize = 0;
  /** Which of them have a limit. */
  #limited: number[] = [];
  #records = new Uint32Array(16 * recordSize);
  /** The number of a code, from 1 on, at the place of its hash or the next free one behind it. */
  #places = new Uint32Array(32);
  /** JSON, a line for each text. */
  #bytes = new Uint8Array(1024);
  #length = 0;
  readonly #known = new Map<string, number>();
  /** What is off the limits, by key. */
  #used: ReadonlyMap<string, number> | undefined;
  /** Codes that were found lately, by key: most visitors try one of a few. */
  readonly #found = new Map<string, PromoCode>();

  static from(codes: Iterable<PromoCode>): PackedCodes {
    if (codes instanceof PackedCodes) return codes;
    const packed = new PackedCodes();
    for (const code of codes) packed.add(code);
    return packed;
  }

  get size(): number {
    return this.#size;
  }

  /** How many are active. */
  get activeSize(): number {
    return this.#activeSize;
  }

  /** The keys of the codes that have a limit; `undefined` where there are more than `max`. */
  limitedKeys(max: number): readonly string[] | undefined {
    if (this.#limited.length > max) return undefined;
    return this.#limited.map((index) => codeKey(this.#codeAt(index)));
  }

  /**
   * The same codes with so many uses, by key, off their limits. Both are one text in memory, and
   * neither may be added to.
   */
  without(used: ReadonlyMap<string, number>): PackedCodes {
    const less = new PackedCodes();
    less.#size = this.#size;
    less.#activeSize = this.#activeSize;
    less.#limited = this.#limited;
    less.#records = this.#records;
    less.#places = this.#places;
    less.#bytes = this.#bytes;
    less.#used = used;
    return less;
  }

  /** Of two codes with one key, the later is found. */
  add({ code, usesLeft, timezone, startsAt, endsAt, active }: PromoCode): void {
    const terms: Terms = [usesLeft, timezone, startsAt, endsAt, active];
    const key = codeKey(code);
    const hash = hashOf(key);
    const number = this.#size + 1;
    this.#grow(number);
    if (active) this.#activeSize += 1;
    if (usesLeft !== null) this.#limited.push(this.#size);
    this.#records.set([this.#write(code), this.#writeTerms(terms), hash], this.#size * recordSize);
    this.#size = number;
    this.#found.delete(key);
    this.#places[this.#placeOf(key, hash)] = number;
  }

  find(code: string): PromoCode | undefined {
    const key = codeKey(code);
    const lately = this.#found.get(key);
    if (lately) return lately;
    const number = this.#places[this.#placeOf(key, hashOf(key))] ?? 0;
    if (number === 0) return undefined;
    if (this.#found.size >= foundMax) this.#found.clear();
    const found = this.#at(number - 1);
    this.#found.set(key, found);
    return found;
  }

  *[Symbol.iterator](): Generator<PromoCode, void> {
    for (let index = 0; index < this.#size; index += 1) yield this.#at(index);
  }

  #at(index: number): PromoCode {
    const [limit, timezone, startsAt, endsAt, active] = this.#read(index, 1) as Terms;
    const code = this.#codeAt(index);
    const used = (limit && this.#used?.get(codeKey(code))) ?? 0;
    const usesLeft = limit && Math.max(0, limit - used);
    return { code, usesLeft, timezone, startsAt, endsAt, active };
  }

  #codeAt(index: number): string {
    return this.#read(index, 0) as string;
  }

  /** Where the number of this key stands, or where it would. */
  #placeOf(key: string, hash: number): number {
    const mask = this.#places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const number = this.#places[place] ?? 0;
      if (number === 0) return place;
      const isAlike = this.#records[(number - 1) * recordSize + 2] === hash;
      if (isAlike && codeKey(this.#codeAt(number - 1)) === key) return place;
    }
  }

  /** Makes room for so many; half of the places stay free, so that no search is long. */
  #grow(size: number): void {
    if (size * recordSize > this.#records.length) {
      this.#records = new Uint32Array(this.#records.buffer.transfer(this.#records.byteLength * 2));
    }
    if (size * 2 <= this.#places.length) return;
    const before = this.#places;
    this.#places = new Uint32Array(before.length * 2);
    const mask = this.#places.length - 1;
    for (const number of before) {
      if (number === 0) continue;
      let place = (this.#records[(number - 1) * recordSize + 2] ?? 0) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = number;
    }
  }

  #writeTerms(terms: Terms): number {
    const text = JSON.stringify(terms);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= knownMax) this.#known.clear();
    const at = this.#write(terms);
    this.#known.set(text, at);
    return at;
  }

  #write(value: string | Terms): number {
    const text = `${JSON.stringify(value)}\n`;
    // No UTF-16 unit takes more than three bytes.
    while (this.#length + text.length * 3 > this.#bytes.length) {
      this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(this.#bytes.length * 2));
    }
    const at = this.#length;
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(at)).written;
    return at;
  }

  #read(index: number, field: 0 | 1): unknown {
    const at = this.#records[index * recordSize + field] ?? 0;
    return JSON.parse(decoder.decode(this.#bytes.subarray(at, this.#bytes.indexOf(lineEnd, at))));
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** FNV-1a, mixed so that its last bits depend on all. */
function hashOf(key: string): number {
  let hash = fnv1a(key);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
