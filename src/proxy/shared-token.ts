import type { TokenShelf } from '../upstream/promos-seru/token-keeper.ts';
import type { Seal } from './seal.ts';
import type { SharedValues } from './shared-values.ts';

/** Keeps the vendor's token for all servers on one database, readable to them alone. */
export function sharedToken(shared: SharedValues, seal: Seal): TokenShelf {
  return {
    async newerThan(refused, fetchToken) {
      let fetched: string | undefined;
      const load = async (): Promise<string> => {
        fetched = await fetchToken();
        return seal.close(fetched);
      };
      let least = refused;
      for (;;) {
        const newest = least;
        const { value, generation } = await shared.get({
          key: 'token',
          isFit: (known) => known.generation > newest,
          load,
        });
        const token = fetched ?? (await seal.open(value));
        if (token !== undefined) return { token, generation: Math.max(generation, refused + 1) };
        // It was sealed with a secret that the servers no longer have: the next one will do.
        least = generation;
      }
    },
  };
}
