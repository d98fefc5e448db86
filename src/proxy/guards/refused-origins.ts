import type { Log } from '../log.ts';
import { WarnOnce } from '../warn-once.ts';
import { hidesOrigin, nameOrigin } from './origin.ts';

/**
 * Warns the owner, once for each, of pages that may not call `/v1/`. A browser keeps the refusal
 * from the page, so nobody else could say why its form does not work.
 */
export class RefusedOrigins {
  readonly #warnings: WarnOnce;

  constructor(log: Log) {
    this.#warnings = new WarnOnce(log);
  }

  warn(request: Request): void {
    const origin = request.headers.get('origin') ?? '';
    if (hidesOrigin(request)) {
      const text = `A plain form was refused, as all of its page will be. ${nameOrigin}`;
      this.#warnings.warn('origin.hidden', { text });
    }
    if (!isPageOrigin(origin)) return;
    const text = 'A page of this host was refused. If it is yours, add it to PROMO_LEAD_ORIGINS.';
    // Only the host, because no log has a URL in it.
    this.#warnings.warn('origin.refused', { host: new URL(origin).host, text }, origin);
  }
}

/** Any other text is a stranger's, and is not logged. */
function isPageOrigin(origin: string): boolean {
  return /^https?:\/\//.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
}
