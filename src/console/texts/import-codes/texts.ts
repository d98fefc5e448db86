/** Why a file of promo codes is not looked at. */
export interface ImportCodesTexts {
  readonly unreadable: string;
  /** With the command that takes it, for a company by its ID. */
  readonly tooLarge: (company: string) => string;
}
