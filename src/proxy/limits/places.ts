import { hmac } from '../../store/digest.ts';
import type { Client } from '../guards/client-address.ts';
import { LruMap } from '../lru-map.ts';

/** Where something is counted: at a visitor's address, the network around it, a code, in all. */
export type PlaceKind = keyof Client | 'code' | 'all';

/** How much is free, and how much there can be with work; then one an interval. */
export interface Allowance {
  readonly free: number;
  readonly worked: number;
  readonly intervalMs: number;
  /** Whether there is an end to it: that of everybody makes work for everybody, no more. */
  readonly ends: boolean;
}

export type Allowances = { readonly [Kind in PlaceKind]?: Allowance };

export interface Place extends Allowance {
  readonly key: string;
}

/**
 * Digests under the server secret: without it nobody finds an address, or a code that somebody
 * tried, from what is stored of it. Whatever is counted of one visitor shares one.
 */
export class Digests {
  readonly #secret: string;
  /** Derived lately, by what they stand for. */
  readonly #known = new LruMap<string>(10_000);

  constructor(secret: string) {
    this.#secret = secret;
  }

  of(text: string): string {
    let digest = this.#known.get(text);
    if (digest === undefined) {
      digest = hmac(this.#secret, text);
      this.#known.set(text, digest);
    }
    return digest;
  }
}

const knownMax = 1000;

/** Derives the places of what is counted. */
export class Places {
  readonly #digests: Digests;
  readonly #what: string;
  readonly #allowances: Allowances;
  /** Derived lately, by what they are of: a key put together anew would be hashed anew. */
  readonly #known: { readonly [Kind in PlaceKind]: LruMap<Place> } = {
    address: new LruMap(knownMax),
    subnet: new LruMap(knownMax),
    code: new LruMap(knownMax),
    all: new LruMap(knownMax),
  };

  constructor(digests: Digests, what: string, allowances: Allowances) {
    this.#digests = digests;
    this.#what = what;
    this.#allowances = allowances;
  }

  /** Those of one visitor; `code` is the code that it is about. */
  of(client: Client | undefined, code?: string): readonly Place[] {
    return [
      ...this.#derive('address', client?.address),
      ...this.#derive('subnet', client?.subnet),
      ...this.#derive('code', code),
      ...this.#derive('all', ''),
    ];
  }

  #derive(kind: PlaceKind, of: string | undefined): readonly Place[] {
    const allowance = this.#allowances[kind];
    if (!allowance || of === undefined) return [];
    const known = this.#known[kind].get(of);
    if (known) return [known];
    const key = `${this.#what} ${kind} ${this.#digests.of(`${kind} ${of}`)}`;
    const place = { ...allowance, key };
    this.#known[kind].set(of, place);
    return [place];
  }
}
