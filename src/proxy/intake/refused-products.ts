import { FewOnce } from '../few-once.ts';
import type { Log } from '../log.ts';

/** As slugs are: whatever else a stranger writes is in no log. */
const slugPattern = /^(?=.{1,64}$)[a-z0-9]+(?:[-_][a-z0-9]+)*$/;

/**
 * Tells the owner, once for each, of products that pages send leads for and that are not offered.
 * All such leads are refused, and a visitor can do nothing about it.
 */
export class RefusedProducts {
  readonly #log: Log;
  readonly #told = new FewOnce();

  constructor(log: Log) {
    this.#log = log;
  }

  tell(product: string): void {
    if (!this.#told.isNew(product)) return;
    this.#log.warn('product.refused', {
      ...(slugPattern.test(product) && { product }),
      text:
        'LEADS ARE REFUSED: a page sends them for a product that is not offered. If it is yours, ' +
        'add it to PROMO_LEAD_PRODUCTS, or correct the product of the page.',
    });
  }
}
