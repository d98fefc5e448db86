import { isComposing } from '../shared/composing.ts';
import type { Submission } from './submission.ts';

/**
 * Has Enter go on to the next field, which the key says on a phone, as long as one is empty that
 * comes after it and that the visitor has not been sent back to. From then on it sends the form,
 * as everywhere.
 */
export function goOnByEnter(root: ParentNode, { parts }: Submission): void {
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
    // A key that is held down goes on once.
    if (next || key.repeat) key.preventDefault();
    if (!key.repeat) next?.focus();
  });
}
