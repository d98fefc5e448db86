import type { Product } from '../../contract/product.ts';

/** The slug of a product by its slug or an alias, without regard to case. */
export function findSlug(products: readonly Product[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  const found = products.find(({ slug, aliases = [] }) =>
    [slug, ...aliases].some((known) => known.toLowerCase() === wanted),
  );
  return found?.slug;
}
