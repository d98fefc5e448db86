/** A product that leads may be for. */
export interface Product {
  /** What the upstream calls it. */
  readonly slug: string;
  /** What the visitor sees. */
  readonly title?: string | undefined;
  /** Other names that pages may send. */
  readonly aliases?: readonly string[] | undefined;
}

/** The slug of a product by its slug or an alias, without regard to case. */
export function findSlug(products: readonly Product[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  const found = products.find(({ slug, aliases = [] }) =>
    [slug, ...aliases].some((known) => known.toLowerCase() === wanted),
  );
  return found?.slug;
}
