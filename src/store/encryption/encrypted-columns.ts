import {
  ColumnNode,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  ReferenceNode,
  type RootOperationNode,
  SelectionNode,
  type UnknownRow,
} from 'kysely';
import type { Store } from '../store.ts';
import { EncryptingTransformer } from './encrypting-transformer.ts';
import { CipherError, type FieldCipher, isDigest, isEncrypted } from './field-cipher.ts';
import { aadOf, type PersonalTable, personalTable } from './personal-columns.ts';
import { columnsRead, tableOf } from './query-tree.ts';

interface PersonalRead {
  readonly table: PersonalTable;
  /** Columns that are read only so that the others can be decrypted. */
  readonly added: readonly string[];
}

/** Stands for a value that cannot be decrypted, where rows are shown to a person. */
export const unreadable = '[cannot be decrypted]';

/**
 * The same store for showing and exporting rows: a damaged row is shown as such, and hides no
 * other. Nothing that was read from it may be sent to a vendor.
 */
export function withUnreadable(store: Store): Store {
  const { plugins } = store.getExecutor();
  return plugins
    .map((plugin) => (plugin instanceof EncryptedColumns ? plugin.forDisplay() : plugin))
    .reduce<Store>((made, plugin) => made.withPlugin(plugin), store.withoutPlugins());
}

/**
 * Encrypts personal data on its way into the database and decrypts it on its way out, so that no
 * query has to know of it. It is part of every store: without a cipher nothing is changed, and an
 * encrypted value is refused, because it must not be taken for a name and sent to a vendor.
 */
export class EncryptedColumns implements KyselyPlugin {
  readonly #cipher: FieldCipher | undefined;
  readonly #transformer: EncryptingTransformer | undefined;
  readonly #reads = new WeakMap<QueryId, PersonalRead>();

  constructor(cipher: FieldCipher | undefined) {
    this.#cipher = cipher;
    this.#transformer = cipher && new EncryptingTransformer(cipher);
  }

  /** A plugin that returns {@link unreadable} for what it cannot decrypt, instead of throwing. */
  forDisplay(): EncryptedColumns {
    return new EncryptedColumns(this.#cipher && lenient(this.#cipher));
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    const table = personalTable(tableOf(node));
    if (!this.#transformer) {
      if (table) this.#reads.set(queryId, { table, added: [] });
      return node;
    }
    const { query, added } = table ? withNeededColumns(node, table) : { query: node, added: [] };
    if (table) this.#reads.set(queryId, { table, added });
    return this.#transformer.transformNode(query, queryId);
  }

  async transformResult({
    result,
    queryId,
  }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const read = this.#reads.get(queryId);
    if (!read || result.rows.length === 0) return result;
    return { ...result, rows: result.rows.map((row) => decryptRow(this.#cipher, read, row)) };
  }
}

function lenient(cipher: FieldCipher): FieldCipher {
  return {
    ...cipher,
    decrypt(encrypted, aad) {
      try {
        return cipher.decrypt(encrypted, aad);
      } catch (error) {
        if (!(error instanceof CipherError)) throw error;
        return unreadable;
      }
    },
  };
}

/** Adds the columns that are needed to decrypt those that a query reads by name. */
function withNeededColumns(
  node: RootOperationNode,
  { encrypted, digested, companion, rowId }: PersonalTable,
): { readonly query: RootOperationNode; readonly added: readonly string[] } {
  const selections =
    'returning' in node ? node.returning.selections : 'selections' in node && node.selections;
  const read = selections ? columnsRead(selections) : [];
  const isPersonal = read.some((column) => encrypted.includes(column) || column === digested);
  if (!selections || !isPersonal) return { query: node, added: [] };
  const needed = companion === undefined ? rowId : [...rowId, companion];
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

function decryptRow(
  cipher: FieldCipher | undefined,
  { table, added }: PersonalRead,
  row: UnknownRow,
): UnknownRow {
  const { name, encrypted, digested, companion } = table;
  let aadFor: ReturnType<typeof aadOf>;
  const decrypted: UnknownRow = { ...row };
  const decrypt = (value: string, column: string): string => {
    if (!cipher) throw new CipherError('no_key', `Cannot read ${name}.${column}: it is encrypted`);
    aadFor ??= aadOf(cipher, table, new Map(Object.entries(row)));
    if (!aadFor) {
      throw new TypeError(`Cannot read ${name}.${column}: which row it is of is unknown`);
    }
    return cipher.decrypt(value, aadFor(column));
  };
  for (const column of encrypted) {
    const value = row[column];
    if (isEncrypted(value)) decrypted[column] = decrypt(value, column);
  }
  if (companion !== undefined && digested !== undefined) {
    const value = row[companion];
    if (isEncrypted(value)) decrypted[digested] = decrypt(value, digested);
    delete decrypted[companion];
  }
  if (!cipher && digested !== undefined && isDigest(row[digested])) {
    throw new CipherError('no_key', `Cannot read ${name}.${digested}: it is encrypted`);
  }
  for (const column of added) delete decrypted[column];
  return decrypted;
}
