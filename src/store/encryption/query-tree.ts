import {
  AliasNode,
  ColumnNode,
  type OperationNode,
  PrimitiveValueListNode,
  ReferenceNode,
  type SelectionNode,
  TableNode,
  ValueListNode,
  ValueNode,
} from 'kysely';

/** The table of a query: the one that it changes, or the first that it reads. */
export function tableOf(query: OperationNode): string | undefined {
  const { into, table, from } = query as {
    readonly into?: OperationNode;
    readonly table?: OperationNode;
    readonly from?: { readonly froms: readonly OperationNode[] };
  };
  const node = into ?? table ?? from?.froms[0];
  const named = node && AliasNode.is(node) ? node.node : node;
  return named && TableNode.is(named) ? named.table.identifier.name : undefined;
}

/** The column that a node names; undefined if it is something else. */
export function columnOf(node: OperationNode): string | undefined {
  const column = ReferenceNode.is(node) ? node.column : node;
  return ColumnNode.is(column) ? column.column.name : undefined;
}

/** The values that a column is compared with; undefined for `null` or an expression. */
export function valuesWanted(node: OperationNode): readonly unknown[] | undefined {
  if (PrimitiveValueListNode.is(node)) return node.values;
  if (ValueNode.is(node)) return node.value === null ? undefined : [node.value];
  if (!ValueListNode.is(node)) return undefined;
  return node.values.map((value) => (ValueNode.is(value) ? value.value : value));
}

/** The columns that a query reads by name. */
export function columnsRead(selections: readonly SelectionNode[]): readonly string[] {
  return selections.flatMap(({ selection }) => columnOf(selection) ?? []);
}
