import { hmac } from '../../store/digest.ts';
import type { Client } from '../guards/client-address.ts';
import { Recent } from './recent.ts';

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
 * Derives the places of what is counted. Under digests of the server secret: without it nobody
 * finds an address, or a code that somebody tried, from what is stored of it.
 */
export class Places {
  readonly #secret: string;
  readonly #what: string;
  readonly #allowances: Allowances;
  /** Digests that were derived lately, by what they stand for. */
  readonly #digests = new Recent<string>(5000);

  constructor(secret: string, what: string, allowances: Allowances) {
    this.#secret = secret;
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
    const name = `${this.#what} ${kind} ${of}`;
    let digest = this.#digests.get(name);
    if (!digest) {
      digest = hmac(this.#secret, name);
      this.#digests.set(name, digest);
    }
    return [{ ...allowance, key: digest }];
  }
}
