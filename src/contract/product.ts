/** A product of the catalogue; everything is stored under its slug, whichever name was sent. */
export interface Product {
  /** Its name at the upstream. */
  readonly slug: string;
  /** What visitors see. */
  readonly title?: string | undefined;
  /** Other names that pages and the vendor's clients may send. */
  readonly aliases?: readonly string[] | undefined;
}
