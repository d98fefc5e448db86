import { normaliseCode } from '../../../contract/code.ts';
import type { PromoCode } from '../promo-code.ts';
import type { LaterParts } from './later.ts';

/** A promo code that was typed into the page's own form replaces the one in the page's URL. */
export function keepTypedCode({ host, submission }: LaterParts): void {
  const plain = host.querySelector<HTMLInputElement>(':scope > form [name=promo_code]');
  const { value: typed = '', defaultValue } = plain ?? {};
  if (typed && typed !== defaultValue) void replaceAddressCode(submission.parts.promoCode, typed);
}

/**
 * Replaces the code that the field has taken from the page's URL; an empty `code` is one that the
 * visitor removed. What was typed since stays.
 */
export async function replaceAddressCode(promoCode: PromoCode, code: string): Promise<void> {
  await customElements.whenDefined('promo-code-input');
  if (isInAddress(promoCode.value)) promoCode.reset();
  await promoCode.fillIn({ values: new Map([['promo_code', code]]) });
}

/** Compares in normalised form: the URL may have other dashes and spaces. */
function isInAddress(code: string): boolean {
  const values = new URLSearchParams(location.search).values();
  return Array.from(values, normaliseCode).includes(code);
}
