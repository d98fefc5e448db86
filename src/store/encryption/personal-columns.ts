import { type FieldCipher, isDigest } from './field-cipher.ts';

/** The personal data of a table, which is encrypted if the owner wants that. */
export interface PersonalTable {
  readonly name: string;
  /** The column by which all rows are read one after the other. */
  readonly primaryKey: string;
  /** The columns that name a value's row: it cannot be decrypted in another one. */
  readonly rowId: readonly string[];
  readonly encrypted: readonly string[];
  /** A column by which rows are looked up: it holds a digest. */
  readonly digested?: string;
  /** The column with the text of `digested`, encrypted; without one the text is not needed. */
  readonly companion?: string;
  /** The encrypted column from which the text of `digested` is made, if there is no companion. */
  readonly source?: string;
}

/**
 * Promo codes are not among it, because they are looked up and counted by their text; nor are a
 * lead's product, company and states, its language and the signs of a bot.
 */
export const personalTables: readonly PersonalTable[] = [
  {
    name: 'leads',
    primaryKey: 'ref',
    rowId: ['ref'],
    encrypted: [
      'first_name',
      'last_name',
      'click_id',
      'attribution',
      'extra',
      'consent_text',
      'detail',
    ],
    digested: 'phone',
    companion: 'phone_sealed',
  },
  {
    name: 'lead_attempts',
    primaryKey: 'id',
    rowId: ['ref', 'at', 'attempt'],
    encrypted: ['detail'],
  },
  {
    name: 'contacts',
    primaryKey: 'id',
    // The id is not known before the row is there.
    rowId: ['phone_digits'],
    encrypted: ['first_name', 'last_name', 'phone', 'click_id'],
    digested: 'phone_digits',
    source: 'phone',
  },
  {
    name: 'idempotency_keys',
    primaryKey: 'key_hash',
    rowId: ['key_hash'],
    encrypted: [],
    digested: 'fingerprint',
  },
];

const byName: ReadonlyMap<string, PersonalTable> = new Map(
  personalTables.map((table) => [table.name, table]),
);

export function personalTable(name: string | undefined): PersonalTable | undefined {
  return name === undefined ? undefined : byName.get(name);
}

export type Values = ReadonlyMap<string, unknown>;

/** The `aad` of a row's values by column; undefined if the row does not say which one it is. */
export function aadOf(
  cipher: FieldCipher,
  { name, rowId, digested }: PersonalTable,
  row: Values,
): ((column: string) => string) | undefined {
  const keys = rowId.map((column) => {
    const value = row.get(column);
    return column === digested ? digestOnce(cipher, value) : value;
  });
  if (keys.some((key) => key === undefined || key === null)) return undefined;
  return (column) => JSON.stringify([name, column, ...keys.map(String)]);
}

/** What a column of digests may hold for a text: rows may be older than the cipher or secret. */
export function lookupCandidates(cipher: FieldCipher, value: unknown): readonly unknown[] {
  if (typeof value !== 'string' || isDigest(value)) return [value];
  const previous = cipher.previousDigest?.(value) ?? [];
  return [cipher.digest(value), value].concat(previous);
}

export function digestOnce(cipher: FieldCipher, value: unknown): unknown {
  return typeof value === 'string' && !isDigest(value) ? cipher.digest(value) : value;
}
