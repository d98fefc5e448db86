/** Counts the uses of codes whose list cannot count them itself. */
export interface UseLedger {
  /** Uses so far of these codes, by `codeKey()`; other codes may be counted too. */
  used(company: string, keys?: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Takes one use if fewer than `limit` were taken (null: any number). Resolves to whether it did;
   * calls at the same moment are counted too.
   */
  take(use: {
    readonly company: string;
    /** `codeKey()` of the code. */
    readonly key: string;
    readonly limit: number | null;
  }): Promise<boolean>;
}

/** With more keys than this, it costs less to count all uses. */
export const ledgerKeysMax = 500;
