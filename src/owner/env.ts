import type { Connection } from '../contract/fetch-handler.ts';
import type { OwnerAction } from '../contract/owner/actions.ts';

/** What the owner's routes know beside the request. */
export interface OwnerEnv {
  readonly Bindings: Connection;
  readonly Variables: {
    /**
     * Writes to the audit what is about to be read or changed, and by whom. It comes before the
     * action, so that nothing goes unrecorded; what is refused afterwards is marked as such.
     */
    readonly audit: (action: OwnerAction, subject?: string) => Promise<void>;
    /** Set if nothing was done, though the reply is not a problem. */
    readonly wasRefused?: boolean;
  };
}
