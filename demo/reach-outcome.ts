import { LeadForm, type PromoCodeInput } from 'promo-lead';

/**
 * Applies the code or sends the form, and waits until the outcome is shown. Some states never end:
 * for these it stops waiting.
 *
 * A refused form takes the focus, and a page with many of them would scroll to the last one, so
 * `place` is inert until then.
 */
export async function reachOutcome(
  element: LeadForm | PromoCodeInput,
  place: HTMLElement,
): Promise<void> {
  place.inert = true;
  await element.updateComplete;
  await pause(0);
  await Promise.race([
    element instanceof LeadForm ? element.submit() : element.apply(),
    pause(500),
  ]);
  await element.updateComplete;
  await pause(0);
  place.inert = false;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
