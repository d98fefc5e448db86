/** A product of the catalogue; a contact is kept under its slug, whichever name came. */
export interface Product {
  readonly slug: string;
  readonly title?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
}
