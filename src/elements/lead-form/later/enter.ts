import { isComposing } from '../../shared/composing.ts';
import type { Submission } from '../submission.ts';

/**
 * Makes Enter move to the next empty field, as the key on a phone says, except to one that the
 * visitor was sent back to with an error. If there is no such field, Enter sends the form as usual.
 */
export function focusNextOnEnter(root: ParentNode, { parts }: Submission): void {
  root.addEventListener('keydown', (event) => {
    const { draft, find } = parts;
    const key = event as KeyboardEvent;
    if (key.key !== 'Enter' || isComposing(key)) return;
    const at = draft.order.findIndex((name) => find(name) === key.target);
    if (at < 0) return;
    const next = draft.order
      .slice(at + 1)
      .filter((name) => !draft.errors[name])
      .map((name) => find(name) as HTMLInputElement | null)
      .find((field) => field?.value === '');
    // A key that is held down moves the focus once.
    if (next || key.repeat) key.preventDefault();
    if (!key.repeat) next?.focus();
  });
}
