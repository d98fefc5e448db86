import {
  BinaryOperationNode,
  ColumnNode,
  ColumnUpdateNode,
  type InsertQueryNode,
  type OperationNode,
  OperationNodeTransformer,
  OperatorNode,
  PrimitiveValueListNode,
  type QueryId,
  type UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from 'kysely';
import type { FieldCipher } from './field-cipher.ts';
import {
  aadOf,
  digestOnce,
  lookupCandidates,
  type PersonalTable,
  personalTable,
  type Values,
} from './personal-columns.ts';
import { columnOf, tableOf, valuesWanted } from './query-tree.ts';

/**
 * Rewrites queries so that no personal text reaches the database: inserted and updated values are
 * encrypted, and look-ups use digests. What is impossible on encrypted values (a search for a part
 * of a name, say) throws instead of finding nothing.
 */
export class EncryptingTransformer extends OperationNodeTransformer {
  readonly #cipher: FieldCipher;

  constructor(cipher: FieldCipher) {
    super();
    this.#cipher = cipher;
  }

  protected override transformInsertQuery(node: InsertQueryNode, id?: QueryId): InsertQueryNode {
    const query = super.transformInsertQuery(node, id);
    const table = personalTable(tableOf(node));
    const { columns, values } = query;
    if (!table || !columns || !values || !ValuesNode.is(values)) return query;
    const names = columns.map(({ column }) => column.name);
    const { companion } = table;
    return {
      ...query,
      columns: companion === undefined ? columns : [...columns, ColumnNode.create(companion)],
      values: ValuesNode.create(
        values.values.map((item) => {
          const row = new Map(names.map((name, index) => [name, plainValue(item.values[index])]));
          const encrypted = [...this.#encryptRow(table, row).values()];
          return PrimitiveValueListNode.is(item)
            ? PrimitiveValueListNode.create(encrypted)
            : ValueListNode.create(encrypted.map(toNode));
        }),
      ),
    };
  }

  protected override transformUpdateQuery(node: UpdateQueryNode, id?: QueryId): UpdateQueryNode {
    const query = super.transformUpdateQuery(node, id);
    const table = personalTable(tableOf(node));
    if (!table || !query.updates) return query;
    const updates = query.updates.flatMap((update) => this.#encryptUpdate(table, node, update));
    return { ...query, updates };
  }

  protected override transformBinaryOperation(
    node: BinaryOperationNode,
    id?: QueryId,
  ): BinaryOperationNode {
    const query = this.nodeStack.findLast((one) => one.kind.endsWith('QueryNode'));
    const table = personalTable(query && tableOf(query));
    const column = columnOf(node.leftOperand);
    const wanted = valuesWanted(node.rightOperand);
    if (!table || column === undefined || !wanted) return super.transformBinaryOperation(node, id);
    if (table.encrypted.includes(column)) {
      throw new TypeError(`Cannot look up ${table.name}.${column}: it is encrypted`);
    }
    if (column !== table.digested) return super.transformBinaryOperation(node, id);
    if (!OperatorNode.is(node.operator) || !['=', 'in'].includes(node.operator.operator)) {
      throw new TypeError(`Cannot look up ${table.name}.${column}: it is a digest`);
    }
    const candidates = wanted.flatMap((value) => lookupCandidates(this.#cipher, value));
    return BinaryOperationNode.create(
      node.leftOperand,
      OperatorNode.create('in'),
      PrimitiveValueListNode.create(candidates),
    );
  }

  #encryptRow(table: PersonalTable, row: Values): Map<string, unknown> {
    const { name, encrypted, digested, companion } = table;
    const aad = aadOf(this.#cipher, table, row);
    const written = new Map(row);
    for (const column of encrypted) {
      const value = row.get(column) ?? null;
      if (value !== null) written.set(column, this.#encrypt(value, name, aad?.(column)));
    }
    if (digested === undefined) return written;
    const text = row.get(digested);
    written.set(digested, digestOnce(this.#cipher, text));
    if (companion !== undefined) written.set(companion, this.#encrypt(text, name, aad?.(digested)));
    return written;
  }

  #encryptUpdate(
    table: PersonalTable,
    query: UpdateQueryNode,
    update: ColumnUpdateNode,
  ): readonly ColumnUpdateNode[] {
    const { name, encrypted, digested, companion } = table;
    const column = columnOf(update.column) ?? '';
    const value = plainValue(update.value);
    if ((!encrypted.includes(column) && column !== digested) || value === null) return [update];
    if (column === digested && companion === undefined) {
      throw new TypeError(`Cannot change ${name}.${column}: it is a digest`);
    }
    const aad = aadOf(this.#cipher, table, equalities(query.where?.where));
    const text = ValueNode.create(this.#encrypt(value, name, aad?.(column)));
    if (column !== digested || companion === undefined) return [{ ...update, value: text }];
    // Look-ups and reads must see the same text.
    return [
      { ...update, value: ValueNode.create(digestOnce(this.#cipher, value)) },
      ColumnUpdateNode.create(ColumnNode.create(companion), text),
    ];
  }

  #encrypt(value: unknown, table: string, aad: string | undefined): string {
    if (typeof value !== 'string' || aad === undefined) {
      throw new TypeError(`Cannot encrypt a value of ${table}: which text of which row is unknown`);
    }
    return this.#cipher.encrypt(value, aad);
  }
}

/** The value of a node that holds one; any other node as it is. */
function plainValue(value: unknown): unknown {
  return isNode(value) && ValueNode.is(value) ? value.value : value;
}

function toNode(value: unknown): OperationNode {
  return isNode(value) ? value : ValueNode.create(value);
}

function isNode(value: unknown): value is OperationNode {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** The columns that a condition compares with one value, and that value. */
function equalities(node: OperationNode | undefined): Values {
  const found = new Map<string, unknown>();
  const visit = (one: OperationNode): void => {
    if ('left' in one && 'right' in one && one.kind === 'AndNode') {
      visit(one.left as OperationNode);
      visit(one.right as OperationNode);
    } else if (BinaryOperationNode.is(one) && OperatorNode.is(one.operator)) {
      const column = columnOf(one.leftOperand);
      const isEqual = one.operator.operator === '=' && ValueNode.is(one.rightOperand);
      if (column !== undefined && isEqual) found.set(column, plainValue(one.rightOperand));
    }
  };
  if (node) visit(node);
  return found;
}
