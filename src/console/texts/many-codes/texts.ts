/** What a person can do about several promo codes at once. */
export type ManyCodesAction = 'pause' | 'activate';

/** What the list of promo codes says of those that were chosen. */
export interface ManyCodesTexts {
  /** The names of the boxes. */
  readonly choose: (code: string) => string;
  readonly chooseAll: string;
  readonly chosen: (count: string) => string;
  /** Where none is chosen yet; on one line of a phone. */
  readonly none: string;
  /** What its button is called where nobody sees what stands around it. */
  readonly actions: Readonly<Record<ManyCodesAction, string>>;
  /** The question. */
  readonly asks: Readonly<Record<ManyCodesAction, (count: string) => string>>;
  /** What comes of it. */
  readonly outcomes: Readonly<Record<ManyCodesAction, string>>;
  readonly done: Readonly<Record<ManyCodesAction, (count: string) => string>>;
}
