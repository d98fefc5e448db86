/**
 * Rows that one page looks at where no index tells which fit: while SQLite reads, it answers nobody
 * else. The next page goes on from there.
 */
const lookedAtMax = 2000;
const readAtOnce = 200;

export interface BoundedSearch<Row, Place> {
  /** Rows of a page. */
  readonly limit: number;
  /** Only rows after this place in the list. */
  readonly before: Place | undefined;
  readonly placeOf: (row: Row) => Place;
  /** Whether a row is wanted; undefined where the database knows. */
  readonly fits: ((row: Row) => boolean) | undefined;
  readonly read: (before: Place | undefined, count: number) => Promise<readonly Row[]>;
}

export interface FoundRows<Row, Place> {
  readonly rows: readonly Row[];
  /** The last that was looked at; undefined where all were. */
  readonly lookedTo: Place | undefined;
}

/** A page of the rows that fit; it may end before it is full. */
export async function searchRows<Row, Place>(
  search: BoundedSearch<Row, Place>,
): Promise<FoundRows<Row, Place>> {
  const { limit, before, placeOf, fits, read } = search;
  const rows: Row[] = [];
  let place = before;
  let lookedAt = 0;
  while (lookedAt < lookedAtMax) {
    // One more than is wanted tells whether there is a next page.
    const count = fits ? readAtOnce : limit + 1;
    const found = await read(place, count);
    for (const row of found) {
      if (rows.length === limit) return { rows, lookedTo: place };
      place = placeOf(row);
      if (!fits || fits(row)) rows.push(row);
    }
    if (found.length < count) return { rows, lookedTo: undefined };
    lookedAt += found.length;
  }
  return { rows, lookedTo: place };
}
