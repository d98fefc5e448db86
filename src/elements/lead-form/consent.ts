import { consentTextLengthMax } from '../../contract/consent.ts';

/** The text beside the consent box: the page's own, or ours. */
export function shownConsent(root: ParentNode): string {
  const slot = root.querySelector<HTMLSlotElement>('slot[name=consent]');
  // Flattened: if the page has slotted nothing, the slot's own content.
  const nodes = slot?.assignedNodes({ flatten: true }) ?? [];
  const text = nodes.map(({ textContent }) => textContent).join(' ');
  return text.replace(/\s+/g, ' ').trim().slice(0, consentTextLengthMax);
}
