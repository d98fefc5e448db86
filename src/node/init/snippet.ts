import { scriptSnippet } from '../../contract/owner/snippet.ts';
import type { Config } from '../config/load.ts';
import { defaultProducts } from '../config/products.ts';
import { pinWidget } from '../http/site.ts';

/** What an owner pastes into a page, with the files of this release if they are built. */
export function snippetFor({ products }: Pick<Config, 'products'>, url: string): string {
  const [{ slug } = { slug: defaultProducts[0]?.slug }] = products;
  return scriptSnippet({
    endpoint: url.endsWith('/') ? url.slice(0, -1) : url,
    product: String(slug),
    widget: pinWidget(),
  });
}
