import { consentTextLengthMax } from '../../contract/consent.ts';

/** What stands beside the consent box: the page's own words, else ours. */
export function shownConsent(root: ParentNode): string {
  const slot = root.querySelector<HTMLSlotElement>('slot[name=consent]');
  // Flattened: without nodes of the page's, those that the slot itself has.
  const nodes = slot?.assignedNodes({ flatten: true }) ?? [];
  const text = nodes.map(({ textContent }) => textContent).join(' ');
  return text.replace(/\s+/g, ' ').trim().slice(0, consentTextLengthMax);
}
