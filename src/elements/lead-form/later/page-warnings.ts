import { parseUrl } from '../../../client/endpoint.ts';

const tag = 'promo-code-input';

/** How long its script may take once the page is loaded. */
export const scriptLoadMs: number = 1_500;

let hasWarned = false;

export interface WarningHost extends HTMLElement {
  readonly renderRoot: ParentNode;
  readonly successUrl: string | undefined;
}

/** Warns the page's developer about what the form cannot do. */
export function warnPage(host: WarningHost): void {
  host.addEventListener('lead-accepted', () => {
    const { successUrl, baseURI } = host;
    if (!successUrl || parseUrl(successUrl, baseURI)) return;
    console.warn('<lead-form> ignores success-url: no http(s) URL.');
  });
  warnIfPromoCodeMissing(host);
}

/** Warns once a page. Every form checks, because a page may add a field later. */
function warnIfPromoCodeMissing(host: WarningHost): void {
  if (document.readyState !== 'complete') {
    addEventListener('load', () => warnIfPromoCodeMissing(host), { once: true });
    return;
  }
  setTimeout(() => {
    const isShown = [host, host.renderRoot].some((root) => root.querySelector(tag));
    if (hasWarned || customElements.get(tag) || !isShown) return;
    hasWarned = true;
    console.warn(
      `<lead-form> shows no promo code: load promo-code-input.js, which defines <${tag}>.`,
    );
  }, scriptLoadMs);
}
