import { hmac } from '../../store/digest.ts';
import type { Client } from '../guards/client-address.ts';
import { LruMap } from '../lru-map.ts';

/** What something is counted by: a visitor's address, the network around it, a code, in total. */
export type BucketKind = keyof Client | 'code' | 'all';

/** How many may come at once, without and with proof of work; after them one more an interval. */
export interface Allowance {
  readonly free: number;
  readonly withProof: number;
  readonly intervalMs: number;
  /** Whether more are refused. Otherwise they only cost work, as when everybody comes at once. */
  readonly hasHardLimit: boolean;
}

export type Allowances = { readonly [Kind in BucketKind]?: Allowance };

/** What a rate limit counts, under one key in the store. */
export interface Bucket extends Allowance {
  readonly key: string;
}

/**
 * Digests under the server secret: without it, the keys in the store tell no address, and no code
 * that somebody tried. All limits share one instance, so that each text is hashed once.
 */
export class Digests {
  readonly #secret: string;
  /** By text. */
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

/** Derives the buckets of one thing that is counted. */
export class Buckets {
  readonly #digests: Digests;
  readonly #what: string;
  readonly #allowances: Allowances;
  /** By what they stand for, because a key that is built again is also hashed again. */
  readonly #known: { readonly [Kind in BucketKind]: LruMap<Bucket> } = {
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

  /** @param code - Given if a request is about a promo code. */
  of(client: Client | undefined, code?: string): readonly Bucket[] {
    return [
      ...this.#derive('address', client?.address),
      ...this.#derive('subnet', client?.subnet),
      ...this.#derive('code', code),
      ...this.#derive('all', ''),
    ];
  }

  #derive(kind: BucketKind, of: string | undefined): readonly Bucket[] {
    const allowance = this.#allowances[kind];
    if (!allowance || of === undefined) return [];
    const known = this.#known[kind].get(of);
    if (known) return [known];
    const key = `${this.#what} ${kind} ${this.#digests.of(`${kind} ${of}`)}`;
    const bucket = { ...allowance, key };
    this.#known[kind].set(of, bucket);
    return [bucket];
  }
}
