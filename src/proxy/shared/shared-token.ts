import type { TokenStore } from '../../upstream/promos-seru/token-cache.ts';
import type { SharedValues } from './shared-values.ts';
import type { TextCipher } from './text-cipher.ts';

/** Keeps the vendor's token for all servers on one database, readable to them alone. */
export function sharedToken(shared: SharedValues, cipher: TextCipher): TokenStore {
  /** When this server fetched one while the database was away, which has an older one since. */
  let aloneAt = Number.NEGATIVE_INFINITY;
  return {
    async refreshed(refused, fetchToken) {
      let least = refused;
      for (;;) {
        const newest = least;
        const since = aloneAt;
        const found = await shared.get<string | undefined>({
          key: 'token',
          isFit: (known) => known.generation > newest && known.loadedAt > since,
          load: fetchToken,
          write: (fetched) => fetched && cipher.encrypt(fetched),
          read: (text) => cipher.decrypt(text),
        });
        const { value: token, generation, loadedAt } = found;
        aloneAt = generation === 0 ? loadedAt : Number.NEGATIVE_INFINITY;
        if (token !== undefined) return { token, generation: Math.max(generation, refused + 1) };
        // It was encrypted with a secret that the servers no longer have: the next one will do.
        least = generation;
      }
    },
  };
}
