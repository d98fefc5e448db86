import { FewOnce } from '../few-once.ts';
import type { Log } from '../log.ts';

/** A slug: nothing else that a stranger writes gets into a log. */
const slugPattern = /^(?=.{1,64}$)[a-z0-9]+(?:[-_][a-z0-9]+)*$/;

/**
 * Warns the owner, once for each product, that pages send leads for one that is not offered. All
 * such leads are refused, and a visitor can do nothing about it.
 */
export class RefusedProducts {
  readonly #log: Log;
  readonly #warned = new FewOnce();

  constructor(log: Log) {
    this.#log = log;
  }

  warn(product: string): void {
    if (!this.#warned.isNew(product)) return;
    this.#log.warn('product.refused', {
      ...(slugPattern.test(product) && { product }),
      text:
        'LEADS ARE REFUSED: a page sends them for a product that is not offered. If it is yours, ' +
        'add it to PROMO_LEAD_PRODUCTS, or correct the product of the page.',
    });
  }
}
