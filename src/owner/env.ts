import type { Connection } from '../contract/fetch-handler.ts';

/** What a route of the owner's knows beside the request. */
export interface OwnerEnv {
  readonly Bindings: Connection;
  readonly Variables: {
    /**
     * Writes down what is about to be read or changed, and by whom. Before it happens: nothing
     * happens unwritten. What is refused then was asked for all the same, and is marked as such.
     */
    readonly audit: (action: string, subject?: string) => Promise<void>;
    /** Set where nothing was done, though the reply is no problem. */
    readonly wasRefused?: boolean;
  };
}
