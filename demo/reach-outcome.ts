import { LeadForm, type PromoCodeInput } from 'promo-lead';

/**
 * Applies the code or sends the form, and waits until the outcome is shown.
 *
 * A refused form takes the focus, and a page with many of them would scroll to the last one, so the
 * element is inert until then. One whose answer never comes stays inert.
 */
export async function reachOutcome(element: LeadForm | PromoCodeInput): Promise<void> {
  element.inert = true;
  await element.updateComplete;
  await nextTask();
  await (element instanceof LeadForm ? element.submit() : element.apply());
  await element.updateComplete;
  await nextTask();
  element.inert = false;
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
