import type { LaterParts } from './later.ts';

/**
 * Leaves the focus to a visitor who has gone on to something else on the page by the time that the
 * answer comes, such as the page's next form: what is typed there must not end up nowhere.
 */
export function spareFocusElsewhere({ host, submission }: LaterParts): void {
  const conclude = submission.conclude.bind(submission);
  // It may be a button of the page's own that has called `submit()`.
  let before: Element | null = null;
  host.addEventListener('lead-submit', () => (before = document.activeElement));
  const isFree = (): boolean =>
    [document.body, before].includes(document.activeElement) || host.matches(':focus-within');
  submission.conclude = (delivery, lead, isWatched = isFree(), mayLeave = true) => {
    conclude(delivery, lead, isWatched, mayLeave);
  };
}
