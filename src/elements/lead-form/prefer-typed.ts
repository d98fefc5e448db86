import type { LaterParts } from './later.ts';

/**
 * A promo code that was typed into the page's own form counts for more than one in the address,
 * which the field has taken by itself.
 */
export async function preferTyped({ host, submission }: LaterParts): Promise<void> {
  const plain = host.querySelector<HTMLInputElement>(':scope > form [name=promo_code]');
  const { value: typed = '', defaultValue } = plain ?? {};
  if (!typed || typed === defaultValue) return;
  const { promoCode } = submission.parts;
  await customElements.whenDefined('promo-code-input');
  if (isInAddress(promoCode.value)) promoCode.reset();
  promoCode.takeOver({ values: new Map([['promo_code', typed]]), focus: undefined });
}

/** What stands in the address the field has taken by itself, and nobody has typed. */
export function isInAddress(code: string): boolean {
  return Array.from(new URLSearchParams(location.search).values()).includes(code);
}
