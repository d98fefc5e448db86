import type { Config } from '../config/load.ts';
import { type Check, warning } from './check.ts';

/**
 * A title instead of a slug is not an error if pages and vendor have it too. More often the pages
 * have a slug, and their leads are refused. Case makes no difference.
 *
 * @yields {Check} Each product whose slug reads as a title.
 */
export function* checkProducts({ products }: Config): Generator<Check> {
  for (const { slug } of products) {
    if (!slug.includes(' ')) continue;
    const detail = `"${slug}" reads as a title; leads of pages with another product are refused`;
    const advice = "Write it as the page's product attribute does, with commas between products.";
    yield warning('products', detail, advice);
  }
}
