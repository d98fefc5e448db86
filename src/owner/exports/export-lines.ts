/** A cell of CSV. */
export type Cell = string | number | boolean | null | undefined;

/** @yields {string} One JSON document: an array with a line for each row. */
export async function* jsonLines(
  rows: AsyncIterable<object> | Iterable<object>,
): AsyncGenerator<string, void> {
  let before = '[\n';
  for await (const row of rows) {
    yield `${before}  ${JSON.stringify(row)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** @yields {readonly Cell[]} The cells of each row in these columns. */
export async function* cellsOf(
  rows: AsyncIterable<object> | Iterable<object>,
  columns: readonly string[],
): AsyncGenerator<readonly Cell[]> {
  for await (const row of rows) {
    const fields = new Map<string, unknown>(Object.entries(row));
    yield columns.map((column) => toCell(fields.get(column)));
  }
}

export function toCell(value: unknown): Cell {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    default:
      return value === null ? null : JSON.stringify(value);
  }
}
