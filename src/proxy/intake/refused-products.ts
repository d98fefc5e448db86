import type { Log } from '../log.ts';
import { WarnOnce } from '../warn-once.ts';

/** A slug: nothing else that a stranger writes gets into a log. */
const slugPattern = /^(?=.{1,64}$)[a-z0-9]+(?:[-_][a-z0-9]+)*$/;

/**
 * Warns the owner, once for each, of products that pages send leads for and that are not offered.
 * All such leads are refused, and a visitor can do nothing about it.
 */
export class RefusedProducts {
  readonly #warnings: WarnOnce;

  constructor(log: Log) {
    this.#warnings = new WarnOnce(log);
  }

  warn(product: string): void {
    const fields = {
      ...(slugPattern.test(product) && { product }),
      text:
        'LEADS ARE REFUSED: a page sends them for a product that is not offered. If it is yours, ' +
        'add it to PROMO_LEAD_PRODUCTS, or correct the product of the page.',
    };
    this.#warnings.warn('product.refused', fields, product);
  }
}
