import type { CDPSession, Page } from 'playwright-core';

/** A node of the DevTools protocol (domain Accessibility), with the members used here. */
interface Node {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly backendDOMNodeId?: number;
  readonly childIds?: readonly string[];
  readonly role?: { readonly value?: string };
  readonly name?: { readonly value?: string };
  readonly description?: { readonly value?: string };
  readonly value?: { readonly value?: unknown };
  readonly properties?: readonly {
    readonly name: string;
    readonly value: { readonly value?: unknown };
  }[];
}

/** Roles that are not announced. */
const silentRoles: ReadonlySet<string> = new Set(['none', 'generic', 'InlineTextBox']);
/** Properties of a node that assistive technology announces. */
const announced: ReadonlySet<string> = new Set([
  'placeholder',
  'level',
  'required',
  'invalid',
  'disabled',
  'readonly',
  'busy',
  'checked',
  'expanded',
  'focused',
  'live',
  'atomic',
]);

/**
 * The accessibility tree of an element, one node per line: role, name, value, description, states.
 * Text that only repeats the name or the value of its parent is left out.
 */
export async function treeOf(page: Page, selector: string): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const root = await backendNodeId(session, selector);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as {
    readonly nodes: readonly Node[];
  };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const start = nodes.find((node) => node.backendDOMNodeId === root);
  const lines: string[] = [];
  const visit = (node: Node, depth: number, said: string): void => {
    const isSilent = node.ignored || silentRoles.has(roleOf(node));
    const name = node.name?.value ?? '';
    const isEcho = roleOf(node) === 'StaticText' && said.includes(name.trim());
    if (!isSilent && !isEcho) lines.push('  '.repeat(depth) + lineOf(node));
    for (const id of node.childIds ?? []) {
      const child = byId.get(id);
      const saidNow = isSilent ? said : `${name} ${String(node.value?.value)}`;
      if (child) visit(child, isSilent ? depth : depth + 1, saidNow);
    }
  };
  if (start) visit(start, 0, '');
  await session.detach();
  return `${lines.join('\n')}\n`;
}

async function backendNodeId(session: CDPSession, selector: string): Promise<number> {
  const expression = `document.querySelector(${JSON.stringify(selector)})`;
  const { result } = await session.send('Runtime.evaluate', { expression });
  const { node } = await session.send('DOM.describeNode', { objectId: result.objectId ?? '' });
  return node.backendNodeId;
}

function roleOf(node: Node): string {
  return node.role?.value ?? 'none';
}

function lineOf(node: Node): string {
  const quoted = (text: unknown): string => JSON.stringify(steady(String(text)));
  const states = (node.properties ?? []).flatMap(({ name, value: { value } }) =>
    announced.has(name) && value !== false && value !== 'false' && value !== 'off'
      ? [[true, 'true', 1].includes(value as boolean) ? name : `${name}=${String(value)}`]
      : [],
  );
  const { name, value, description } = node;
  return [
    roleOf(node),
    ...(name?.value ? [quoted(name.value)] : []),
    ...(value?.value ? [`value=${quoted(value.value)}`] : []),
    ...(description?.value ? [`description=${quoted(description.value)}`] : []),
    ...states,
  ].join(' ');
}

/** Replaces seconds that count down, which differ in each run. */
function steady(text: string): string {
  return text.replace(/\d[\d,]* seconds/, 'N seconds');
}
