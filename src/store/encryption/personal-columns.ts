import { type FieldCipher, isDigest } from './field-cipher.ts';

/** What of a table tells of a person, and is encrypted where the owner wants that. */
export interface PersonalTable {
  readonly name: string;
  /** What rows are gone through by. */
  readonly primaryKey: string;
  /** Columns that say which row a value belongs to: it can be read in no other. */
  readonly place: readonly string[];
  readonly sealed: readonly string[];
  /** A column that is looked up: a digest stands in it. */
  readonly digested?: string;
  /** Where the text of `digested` is kept, sealed; without it nobody needs it again. */
  readonly companion?: string;
  /** The sealed column that the text of `digested` is made of, where no companion keeps it. */
  readonly source?: string;
}

/**
 * A promo code is none of it: codes are looked up and counted by their text. So are a lead's
 * product, company and states, its language and the signs of a bot.
 */
export const personalTables: readonly PersonalTable[] = [
  {
    name: 'leads',
    primaryKey: 'ref',
    place: ['ref'],
    sealed: [
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
    place: ['ref', 'at', 'attempt'],
    sealed: ['detail'],
  },
  {
    name: 'contacts',
    primaryKey: 'id',
    // The id is not known before the row is there.
    place: ['phone_digits'],
    sealed: ['first_name', 'last_name', 'phone', 'click_id'],
    digested: 'phone_digits',
    source: 'phone',
  },
  {
    name: 'idempotency_keys',
    primaryKey: 'key_hash',
    place: ['key_hash'],
    sealed: [],
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

/** The name of a value's place; undefined where the row does not say which it is. */
export function placeOf(
  cipher: FieldCipher,
  { name, place, digested }: PersonalTable,
  row: Values,
): ((column: string) => string) | undefined {
  const keys = place.map((column) => {
    const value = row.get(column);
    return column === digested ? digestOnce(cipher, value) : value;
  });
  if (keys.some((key) => key === undefined || key === null)) return undefined;
  return (column) => JSON.stringify([name, column, ...keys.map(String)]);
}

/** What a text may stand as in a column of digests: there may be rows from before. */
export function standInsOf(cipher: FieldCipher, value: unknown): readonly unknown[] {
  if (typeof value !== 'string' || isDigest(value)) return [value];
  const before = cipher.digestBefore?.(value) ?? [];
  return [cipher.digest(value), value].concat(before);
}

export function digestOnce(cipher: FieldCipher, value: unknown): unknown {
  return typeof value === 'string' && !isDigest(value) ? cipher.digest(value) : value;
}
