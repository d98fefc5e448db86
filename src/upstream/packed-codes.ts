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

/** Numbers of one code: the offsets of its text and of its terms, and the hash of its key. */
const recordSize = 3;
/** Terms whose offset is remembered: the codes of a campaign share theirs. */
const knownMax = 1000;
const foundMax = 1000;
const lineEnd = 0x0a;

/**
 * Promo codes in their order, found by their key, in some 40 to 100 bytes each: to the garbage
 * collector a million of them are a few arrays, and not millions of objects.
 */
export class PackedCodes implements PromoCodeList {
  /** Codes that were left out or are unusable, if the reader of the list looked for them. */
  faults: ListFaults | undefined;
  #size = 0;
  #activeSize = 0;
  /** The indexes of the codes with a limit. */
  #limited: number[] = [];
  #records = new Uint32Array(16 * recordSize);
  /** A hash table: the number of a code (from 1) in the slot of its hash, or the next free one. */
  #slots = new Uint32Array(32);
  /** JSON, a line for each text. */
  #bytes = new Uint8Array(1024);
  #length = 0;
  readonly #known = new Map<string, number>();
  /** What is subtracted from the limits, by key. */
  #used: ReadonlyMap<string, number> | undefined;
  /** Codes that were found recently, by key: most visitors try one of a few. */
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

  /** The number of active codes. */
  get activeSize(): number {
    return this.#activeSize;
  }

  /** The keys of the codes that have a limit; `undefined` if there are more than `max`. */
  limitedKeys(max: number): readonly string[] | undefined {
    if (this.#limited.length > max) return undefined;
    return this.#limited.map((index) => codeKey(this.#codeAt(index)));
  }

  /**
   * The same codes with these uses, by key, subtracted from their limits. Both share one text in
   * memory, and neither may be added to.
   */
  without(used: ReadonlyMap<string, number>): PackedCodes {
    const less = new PackedCodes();
    less.#size = this.#size;
    less.#activeSize = this.#activeSize;
    less.#limited = this.#limited;
    less.#records = this.#records;
    less.#slots = this.#slots;
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
    this.#slots[this.#slotOf(key, hash)] = number;
  }

  find(code: string): PromoCode | undefined {
    const key = codeKey(code);
    const recent = this.#found.get(key);
    if (recent) return recent;
    const number = this.#slots[this.#slotOf(key, hashOf(key))] ?? 0;
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

  /** The slot of this key, or the one where it would be. */
  #slotOf(key: string, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] ?? 0;
      if (number === 0) return slot;
      const isAlike = this.#records[(number - 1) * recordSize + 2] === hash;
      if (isAlike && codeKey(this.#codeAt(number - 1)) === key) return slot;
    }
  }

  /** Makes room for this many; half of the slots stay free, so that no search is long. */
  #grow(size: number): void {
    if (size * recordSize > this.#records.length) {
      this.#records = new Uint32Array(this.#records.buffer.transfer(this.#records.byteLength * 2));
    }
    if (size * 2 <= this.#slots.length) return;
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    const mask = this.#slots.length - 1;
    for (const number of before) {
      if (number === 0) continue;
      let slot = (this.#records[(number - 1) * recordSize + 2] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number;
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
