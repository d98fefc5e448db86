import { normaliseCode } from '../../contract/code.ts';
import type { LaterParts } from './later.ts';
import type { PromoCode } from './promo-code.ts';

/** A promo code that was typed into the page's own form counts for more than the address's. */
export function preferTyped({ host, submission }: LaterParts): void {
  const plain = host.querySelector<HTMLInputElement>(':scope > form [name=promo_code]');
  const { value: typed = '', defaultValue } = plain ?? {};
  if (typed && typed !== defaultValue) void preferCode(submission.parts.promoCode, typed);
}

/**
 * Puts a code in the place of the one in the address, which the field takes by itself as soon as it
 * is there; an empty one is one that the visitor took out. What was typed since stays.
 */
export async function preferCode(promoCode: PromoCode, code: string): Promise<void> {
  await customElements.whenDefined('promo-code-input');
  if (isInAddress(promoCode.value)) promoCode.reset();
  const typed = { values: new Map([['promo_code', code]]), focus: undefined };
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- It is no array.
  await promoCode.fill(typed);
}

/** As the field has it: the address may have other dashes and spaces. */
function isInAddress(code: string): boolean {
  const values = new URLSearchParams(location.search).values();
  return Array.from(values, normaliseCode).includes(code);
}
