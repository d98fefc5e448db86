import type { TokenShelf } from '../../upstream/promos-seru/token-keeper.ts';
import type { SharedValues } from './shared-values.ts';
import type { TextCipher } from './text-cipher.ts';

/** Keeps the vendor's token for all servers on one database, readable only to them. */
export function sharedToken(shared: SharedValues, cipher: TextCipher): TokenShelf {
  /** When this server fetched a token that the database lacks, because it was away then. */
  let aloneAt = Number.NEGATIVE_INFINITY;
  return {
    async newerThan(refused, fetchToken) {
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
        // It was encrypted with a secret that the servers no longer have, so fetch the next one.
        least = generation;
      }
    },
  };
}
