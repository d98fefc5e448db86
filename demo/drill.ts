import { LeadForm, PromoCodeInput } from 'promo-lead';
import { createDrillClient, type DrillName, drillNames } from 'promo-lead/testing';

/** Has drills answer an element, by their names with spaces or commas; none if none is known. */
export function answerByDrills(element: Element, names: string): void {
  if (!(element instanceof LeadForm || element instanceof PromoCodeInput)) return;
  const [first, ...rest] = names.split(/[\s,]+/).filter(isDrillName);
  element.client = first && createDrillClient([first, ...rest]);
}

function isDrillName(name: string): name is DrillName {
  return (drillNames as readonly string[]).includes(name);
}
