/** What is clicked for a purpose of its own. */
const clickable =
  'a,button,details,input,label,select,textarea,[role=button],[role=link],[tabindex]';

/**
 * A click on what can be clicked inside the text beside the consent box agrees to nothing. WebKit
 * does not see what is slotted into a label, and no engine knows a role.
 */
export function spareConsent(root: ParentNode): void {
  root.addEventListener('click', (event) => {
    const label = root.querySelector<HTMLLabelElement>('.consent label');
    const path = event.composedPath() as Element[];
    // What is below the label is its text, where it is not the box.
    const end = label ? path.indexOf(label) - 1 : 0;
    const text = path.slice(0, Math.max(end, 0));
    if (!label || !text.some((one) => one.matches?.(clickable))) return;
    // Its own default stays: for that one click, the label belongs to no box.
    label.htmlFor = '';
    setTimeout(() => (label.htmlFor = 'consent'));
  });
}
