import {
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  type RootOperationNode,
  SelectionNode,
  ReferenceNode,
  ColumnNode,
  type UnknownRow,
} from 'kysely';
import type { Store } from '../store.ts';
import { CipherError, type FieldCipher, isDigest, isSealed } from './field-cipher.ts';
import { type PersonalTable, personalTable, placeOf } from './personal-columns.ts';
import { columnsRead, tableOf } from './query-tree.ts';
import { SealingTransformer } from './sealing-transformer.ts';

interface Reading {
  readonly table: PersonalTable;
  /** Columns that were read only so that the others can be opened. */
  readonly added: readonly string[];
}

/** Stands for a value that cannot be decrypted, where a person looks at what can be. */
export const unreadable = '[cannot be decrypted]';

/**
 * The same store for whoever shows it or hands it out: a row that is damaged is shown as such, and
 * hides no other. Nothing may be sent that was read from it.
 */
export function withUnreadable(store: Store): Store {
  const { plugins } = store.getExecutor();
  return plugins
    .map((plugin) => (plugin instanceof SealedColumns ? plugin.forEyes() : plugin))
    .reduce<Store>((made, plugin) => made.withPlugin(plugin), store.withoutPlugins());
}

/**
 * Encrypts what tells of a person on its way into the database and decrypts it on its way out, so
 * that no query has to know of it. It stands in every store: without a cipher nothing is changed,
 * and a value that is encrypted is refused. It must not be taken for a name and sent to a vendor.
 */
export class SealedColumns implements KyselyPlugin {
  readonly #cipher: FieldCipher | undefined;
  readonly #transformer: SealingTransformer | undefined;
  readonly #readings = new WeakMap<QueryId, Reading>();

  constructor(cipher: FieldCipher | undefined) {
    this.#cipher = cipher;
    this.#transformer = cipher && new SealingTransformer(cipher);
  }

  /** One that gives {@link unreadable} for what it cannot decrypt, instead of throwing. */
  forEyes(): SealedColumns {
    return new SealedColumns(this.#cipher && patient(this.#cipher));
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    const table = personalTable(tableOf(node));
    if (!this.#transformer) {
      if (table) this.#readings.set(queryId, { table, added: [] });
      return node;
    }
    const { query, added } = table ? readWhole(node, table) : { query: node, added: [] };
    if (table) this.#readings.set(queryId, { table, added });
    return this.#transformer.transformNode(query, queryId);
  }

  async transformResult({
    result,
    queryId,
  }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const reading = this.#readings.get(queryId);
    if (!reading || result.rows.length === 0) return result;
    return { ...result, rows: result.rows.map((row) => openRow(this.#cipher, reading, row)) };
  }
}

function patient(cipher: FieldCipher): FieldCipher {
  return {
    ...cipher,
    open(sealed, place) {
      try {
        return cipher.open(sealed, place);
      } catch (error) {
        if (!(error instanceof CipherError)) throw error;
        return unreadable;
      }
    },
  };
}

/** Whoever reads an encrypted column by name reads what it is opened with, too. */
function readWhole(
  node: RootOperationNode,
  { sealed, digested, companion, place }: PersonalTable,
): { readonly query: RootOperationNode; readonly added: readonly string[] } {
  const selections =
    'returning' in node ? node.returning.selections : 'selections' in node && node.selections;
  const read = selections ? columnsRead(selections) : [];
  const isPersonal = read.some((column) => sealed.includes(column) || column === digested);
  if (!selections || !isPersonal) return { query: node, added: [] };
  const needed = companion === undefined ? place : [...place, companion];
  const added = needed.filter((column) => !read.includes(column));
  const whole = [
    ...selections,
    ...added.map((column) => SelectionNode.create(ReferenceNode.create(ColumnNode.create(column)))),
  ];
  const query =
    'returning' in node
      ? { ...node, returning: { kind: 'ReturningNode' as const, selections: whole } }
      : { ...node, selections: whole };
  return { query, added };
}

function openRow(
  cipher: FieldCipher | undefined,
  { table, added }: Reading,
  row: UnknownRow,
): UnknownRow {
  const { name, sealed, digested, companion } = table;
  let places: ReturnType<typeof placeOf>;
  const opened: UnknownRow = { ...row };
  const open = (value: string, column: string): string => {
    if (!cipher) throw new CipherError('no_key', `Cannot read ${name}.${column}: it is encrypted`);
    places ??= placeOf(cipher, table, new Map(Object.entries(row)));
    if (!places) {
      throw new TypeError(`Cannot read ${name}.${column}: which row it is of is unknown`);
    }
    return cipher.open(value, places(column));
  };
  for (const column of sealed) {
    const value = row[column];
    if (isSealed(value)) opened[column] = open(value, column);
  }
  if (companion !== undefined && digested !== undefined) {
    const value = row[companion];
    if (isSealed(value)) opened[digested] = open(value, digested);
    delete opened[companion];
  }
  if (!cipher && digested !== undefined && isDigest(row[digested])) {
    throw new CipherError('no_key', `Cannot read ${name}.${digested}: it is encrypted`);
  }
  for (const column of added) delete opened[column];
  return opened;
}
