import type { Product } from '../../contract/product.ts';
import { itemsIn } from './values.ts';

/** A product with everything known about it. */
export interface CatalogueProduct {
  readonly slug: string;
  readonly title: string;
  readonly aliases: readonly string[];
}

/**
 * The catalogue if none is configured. promos-seru's document lists these slugs and titles,
 * and its sample call says `cambogia`.
 */
export const defaultProducts: readonly CatalogueProduct[] = [
  { slug: 'garcinia-cambogia', title: 'Garcinia Cambogia', aliases: ['cambogia'] },
  { slug: 'blackmask', title: 'Black Mask', aliases: [] },
  { slug: 'hallupro', title: 'Dr.Hallux - Hallux Valgus Treatment', aliases: [] },
];

/** As a list in a variable. */
export const defaultSlugs: string = defaultProducts.map(({ slug }) => slug).join(', ');

/** What else the demo's landing pages sell; a real promos-seru does not know it. */
export const demoProducts: readonly CatalogueProduct[] = [
  { slug: 'language-course', title: 'Italian at the kitchen table', aliases: [] },
  { slug: 'gym-trial', title: 'A week at the gym', aliases: [] },
  { slug: 'perfume-samples', title: 'Five perfume samples', aliases: [] },
  { slug: 'solar-study', title: 'A study of your roof', aliases: [] },
];

/** Fills in what is left out: from the default catalogue, otherwise from the slug itself. */
export function completeProduct({ slug, title, aliases }: Product): CatalogueProduct {
  const known = defaultProducts.find((product) => product.slug === slug);
  return {
    slug,
    title: title ?? known?.title ?? slug,
    aliases: aliases ?? known?.aliases ?? [],
  };
}

/**
 * The variable chooses by slug, and the file describes: if both are set, its titles and aliases
 * stay. Anything that is not a list of products is left for the schema to refuse.
 */
export function chooseProducts(slugs: string, described: unknown): unknown {
  if (!Array.isArray(described)) return slugs;
  const products: readonly unknown[] = described;
  return itemsIn(slugs).map((slug) => products.find((product) => slugOf(product) === slug) ?? slug);
}

function slugOf(product: unknown): unknown {
  return typeof product === 'object' && product !== null && 'slug' in product
    ? product.slug
    : product;
}
