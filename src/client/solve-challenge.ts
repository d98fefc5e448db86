import type { Challenge } from '../contract/challenge.ts';
import { toHex } from '../contract/to-hex.ts';
import { own } from './own.ts';

/** Keys that are derived at once: the browser does so beside the page, on several cores. */
const batchSize = 16;
/** Several times what our proxy asks for; a proxy that asks for more gets nothing. */
const keysMax = 20_000;
const costMax = 20_000;

/**
 * The payload of ALTCHA's proof of work (version 2), for the header `Challenge-Solution`.
 *
 * SubtleCrypto does the work and never blocks the page. A worker would be no better, and is not
 * possible: its script may not come from another origin, nor from a `blob:` under a strict Content
 * Security Policy.
 *
 * @throws if the browser cannot do it (a page over plain http), or if the proxy wants too much.
 */
export async function solveChallenge(challenge: Challenge, signal?: AbortSignal): Promise<string> {
  const { algorithm, nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const [name = '', hash = ''] = algorithm.split('/');
  if (!(cost <= costMax)) throw new RangeError('Cannot solve challenge: it costs too much');
  const derivation = { name, hash, salt: toBytes(salt), iterations: cost };

  const derive = async (counter: number): Promise<string> => {
    const password = Uint8Array.of(...toBytes(nonce), 0, 0, 0, 0);
    new DataView(password.buffer).setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey('raw', password, name, false, ['deriveBits']);
    return toHex(new Uint8Array(await crypto.subtle.deriveBits(derivation, key, keyLength * 8)));
  };

  for (let first = 0; first < keysMax; first += batchSize) {
    signal?.throwIfAborted();
    const counters = Array.from({ length: batchSize }).map((_, index) => first + index);
    const keys = await Promise.all(counters.map(derive));
    const index = keys.findIndex((key) => key.startsWith(keyPrefix));
    const derivedKey = keys[index];
    if (derivedKey === undefined) continue;
    const solution = { counter: first + index, derivedKey };
    return btoa(JSON.stringify(own({ challenge, solution })));
  }
  throw new RangeError('Cannot solve challenge: too many keys');
}

function toBytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(...(hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)));
}
