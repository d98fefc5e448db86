/** So many forms come to be in one go: more than nearly all pages have. */
const atOnceMax = 3;
let taken = 0;
const waiting: (() => void)[] = [];

/**
 * Goes on at once, unless many forms do at a time, on a page that lists a hundred products, say.
 * From then on a few at a time have a task of their own, one after another, so that the page can
 * answer its visitor and be painted between them. `updateComplete` of a form that waits is pending,
 * as before it is connected. What is given here must not throw.
 */
export function takeTurn(go: () => void): void {
  taken += 1;
  // Not for a lone form, whose turn may count among those of the next one.
  if (taken === 2) {
    setTimeout(() => {
      taken = 0;
    });
  }
  if (taken <= atOnceMax) go();
  else if (waiting.push(go) === 1) setTimeout(next);
}

function next(): void {
  for (const go of waiting.splice(0, atOnceMax)) go();
  if (waiting.length > 0) setTimeout(next);
}
