import { LeadForm, type PromoCodeInput } from 'promo-lead';

/**
 * Applies the code or sends the form, and waits until the outcome is seen. Some never come to an
 * end: that is what they show.
 *
 * A form that was refused takes the focus, and a page with many of them would scroll to the last;
 * so `place` is inert meanwhile.
 */
export async function bringAbout(
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
