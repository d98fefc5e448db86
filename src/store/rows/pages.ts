/** Rows in memory at once. */
const pageSize = 1000;

/**
 * Reads rows page by page, each page after the `last` row of the previous one: SQLite's one
 * connection is free in between, and a million rows need little memory.
 *
 * @yields Every row.
 */
export async function* pages<Row>(
  readPage: (last: Row | undefined, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  let last: Row | undefined;
  for (;;) {
    const rows = await readPage(last, pageSize);
    yield* rows;
    last = rows.at(-1);
    if (rows.length < pageSize) return;
  }
}
