/** So many forms come to be in one go: more than nearly all pages have. */
const atOnceMax = 10;
let taken = 0;

/**
 * Goes on at once, unless many forms do at a time, on a page that lists a hundred products, say.
 * From then on each has a task of its own, so that the page can answer its visitor between them.
 * `updateComplete` of a form that waits is pending, as before it is connected.
 */
export function takeTurn(go: () => void): void {
  if (taken === 0) {
    setTimeout(() => {
      taken = 0;
    });
  }
  taken += 1;
  if (taken > atOnceMax) setTimeout(go);
  else go();
}
