/** A broken rule of constraint validation, and what to tell the visitor about it. */
export interface Fault {
  readonly flags: ValidityStateFlags;
  /** Never empty, though a page's own texts may be: `setValidity()` throws then (HTML). */
  readonly message: string;
}
