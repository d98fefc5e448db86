import { FewOnce } from '../few-once.ts';
import type { Log } from '../log.ts';
import { hidesOrigin, nameOrigin } from './origin.ts';

/**
 * Tells the owner, once for each, of pages that may not call `/v1/`. A browser keeps the refusal
 * from the page, so nobody else could say why its form does not work.
 */
export class RefusedOrigins {
  readonly #log: Log;
  readonly #told = new FewOnce();
  #isHiddenTold = false;

  constructor(log: Log) {
    this.#log = log;
  }

  tell(request: Request): void {
    const origin = request.headers.get('origin') ?? '';
    if (hidesOrigin(request)) this.#tellOfHidden();
    if (!isOfPage(origin) || !this.#told.isNew(origin)) return;
    const text = 'A page of this host was refused. If it is yours, add it to PROMO_LEAD_ORIGINS.';
    // No log has a URL in it.
    this.#log.warn('origin.refused', { host: new URL(origin).host, text });
  }

  #tellOfHidden(): void {
    if (this.#isHiddenTold) return;
    this.#isHiddenTold = true;
    const text = `A plain form was refused, as all of its page will be. ${nameOrigin}`;
    this.#log.warn('origin.hidden', { text });
  }
}

/** And no other text of a stranger's. */
function isOfPage(origin: string): boolean {
  return /^https?:\/\//.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
}
