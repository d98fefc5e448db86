/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  return hintAt(suggest(name, known));
}

export function hintAt(meant: string | undefined): string {
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}

/** The known name that was probably meant, if any is close. */
export function suggest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  const distances = known.map((candidate) => ({
    candidate,
    distance: editDistance(wanted, plain(candidate)),
  }));
  const best = distances.toSorted((a, b) => a.distance - b.distance)[0];
  const distanceMax = Math.max(1, Math.floor(wanted.length / 4));
  return best && best.distance <= distanceMax ? best.candidate : undefined;
}

/** `trusted_proxies`, `trusted-proxies` and `trustedProxies` are the same name to a person. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.]/g, '');
}

/** Levenshtein distance, with a swap of neighbours counted as one edit. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
