/** A broken rule of constraint validation, and the message for the visitor. */
export interface Fault {
  readonly flags: ValidityStateFlags;
  /** Never empty, although a page's own texts may be: `setValidity()` would throw (HTML). */
  readonly message: string;
}
