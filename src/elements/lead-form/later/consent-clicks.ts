/** Elements whose clicks have a purpose of their own. */
const clickable =
  'a,button,details,input,label,select,textarea,[role=button],[role=link],[tabindex]';

/**
 * Prevents a click on a link, say, in the text beside the consent box from ticking it. WebKit
 * ignores that slotted content is interactive, and every engine ignores its role.
 */
export function ignoreConsentClicks(root: ParentNode): void {
  root.addEventListener('click', (event) => {
    const label = root.querySelector<HTMLLabelElement>('.consent label');
    const path = event.composedPath() as Element[];
    // Between the target and the label are the text's elements, unless the box was clicked.
    const end = label ? path.indexOf(label) - 1 : 0;
    const text = path.slice(0, Math.max(end, 0));
    if (!label || !text.some((one) => one.matches?.(clickable))) return;
    // The click keeps its own default action: only the label is detached from the box for it.
    label.htmlFor = '';
    setTimeout(() => (label.htmlFor = 'consent'));
  });
}
