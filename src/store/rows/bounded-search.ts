/**
 * Rows that one page reads where no index says which ones match: while SQLite reads, it answers
 * nobody else. The next page continues from there.
 */
const searchedMax = 2000;
const readSize = 200;

export interface BoundedSearch<Row, Cursor> {
  /** Rows of a page. */
  readonly limit: number;
  /** Only rows after this one in the order of the list. */
  readonly before: Cursor | undefined;
  readonly cursorOf: (row: Row) => Cursor;
  /** Whether a row matches; undefined where the query itself finds only rows that do. */
  readonly matches: ((row: Row) => boolean) | undefined;
  readonly read: (before: Cursor | undefined, count: number) => Promise<readonly Row[]>;
}

export interface FoundRows<Row, Cursor> {
  readonly rows: readonly Row[];
  /** The last row that was read; undefined if the list ends there. */
  readonly searchedTo: Cursor | undefined;
}

/** A page of the rows that match; it may have fewer than `limit` though there are more. */
export async function searchRows<Row, Cursor>(
  search: BoundedSearch<Row, Cursor>,
): Promise<FoundRows<Row, Cursor>> {
  const { limit, before, cursorOf, matches, read } = search;
  const rows: Row[] = [];
  let cursor = before;
  let searched = 0;
  while (searched < searchedMax) {
    // One more than is wanted tells whether there is a next page.
    const count = matches ? readSize : limit + 1;
    const found = await read(cursor, count);
    for (const row of found) {
      if (rows.length === limit) return { rows, searchedTo: cursor };
      cursor = cursorOf(row);
      if (!matches || matches(row)) rows.push(row);
    }
    if (found.length < count) return { rows, searchedTo: undefined };
    searched += found.length;
  }
  return { rows, searchedTo: cursor };
}
