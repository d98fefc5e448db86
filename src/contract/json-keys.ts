/** What {@link walkKeys} comes upon. */
export interface KeyVisitor {
  /** An object or a list begins, which is the `depth`th of those that are open. */
  readonly onOpen?: (depth: number) => void;
  /** A key at an offset of the text, and the keys that its object has before it. */
  readonly onKey: (key: string, earlier: ReadonlySet<string>, offset: number) => void;
}

/**
 * Visits each key of a text that is valid JSON already, so only its strings and brackets matter.
 * `JSON.parse` silently takes the last of two equal keys.
 */
export function walkKeys(text: string, { onOpen, onKey }: KeyVisitor): void {
  const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;
  const open: Set<string>[] = [];
  for (const { 0: token, 1: colon, index } of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      open.push(new Set());
      onOpen?.(open.length);
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (colon !== undefined) {
      const written = token.slice(0, token.length - colon.length);
      // Decoded, because "ph\u006fne" is the same key as "phone".
      const key = written.includes('\\') ? String(JSON.parse(written)) : written.slice(1, -1);
      const keys = open.at(-1) ?? new Set();
      onKey(key, keys, index);
      keys.add(key);
    }
  }
}
