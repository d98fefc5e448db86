/** At most this many forms initialise at once; almost no page has more. */
const atOnceMax = 3;
let taken = 0;
const waiting: (() => void)[] = [];

/**
 * Calls `go` at once, unless many forms initialise together, say on a page that lists a hundred
 * products. Then a few at a time run in one task after another, so that the page stays responsive
 * and is painted in between. `updateComplete` of a form that waits is pending, as before it is
 * connected. `go` must not throw.
 */
export function runInTurn(go: () => void): void {
  taken += 1;
  // No timer for a lone form: its turn may be counted with the next one's.
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
