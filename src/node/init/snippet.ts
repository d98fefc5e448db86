import { defaultProducts } from '../config/products.ts';
import type { Config } from '../config/load.ts';
import { pinWidget } from '../site.ts';

const file = 'promo-lead.js';

/**
 * What an owner pastes into a page. With the files of this release and their integrity (W3C SRI)
 * where they are built: no other script runs there then, not even a newer one of ours.
 */
export function snippetFor({ products }: Pick<Config, 'products'>, url: string): string {
  const base = url.endsWith('/') ? url.slice(0, -1) : url;
  const pinned = pinWidget(file);
  const source = `${base}${pinned?.path ?? `/widget/${file}`}`;
  const attributes = [
    'type="module"',
    `src="${source}"`,
    ...(pinned ? [`integrity="${pinned.integrity}"`, 'crossorigin'] : []),
  ];
  const [{ slug } = { slug: defaultProducts[0]?.slug }] = products;
  return (
    `<script ${attributes.join(' ')}></script>\n` +
    `<lead-form endpoint="${base}" product="${escapeAttribute(String(slug))}" promo></lead-form>`
  );
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
