/** A product of the catalogue; everything is kept under its slug, whichever name came. */
export interface Product {
  /** What the upstream calls it. */
  readonly slug: string;
  /** What the visitor sees. */
  readonly title?: string | undefined;
  /** Other names that pages and the vendor's clients may send. */
  readonly aliases?: readonly string[] | undefined;
}
