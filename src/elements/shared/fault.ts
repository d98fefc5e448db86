/** A broken rule of constraint validation, and what to tell the visitor about it. */
export interface Fault {
  readonly flags: ValidityStateFlags;
  readonly message: string;
}
