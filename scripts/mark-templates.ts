import { type ESTree, parseSync } from 'vite';

/** Marks the place of an expression in a template; no template has it in its own text. */
export const placeMark = '$';
/** Separates the lines of a template. */
export const lineMark = '\n';
/** How a line begins; any other line is an attribute, as `name=value`. */
export const lines = { open: '<', close: '/', node: '!', text: '"' } as const;

/** An edit: at an offset of the code, in place of this many characters. */
type Edit = readonly [offset: number, length: number, text: string];

/**
 * Rewrites templates so that their strings, joined by the mark, are lines with one instruction
 * each: open or close a tag, set an attribute, add text, insert an expression. `<p class="a ${b}">c
 * ${d}</p>` becomes ``<p class=${`a ${b}`} "c  !${d} /``, with line ends for these spaces. A few
 * lines of `slim-lit` create nodes from that, without Lit's own parser and without the browser's:
 * `innerHTML` requires a policy on a page with Trusted Types.
 *
 * @throws if a template has anything that those lines do not read: the mark itself, a line end, a
 * comment, a character reference, a value in other quotes or none or with `>` or `=`, white space
 * that the minifier always removes, an element without an end tag other than `<input>`.
 */
export function markTemplates(code: string): string {
  const { program } = parseSync('template.js', code);
  const edits = templatesIn(program).flatMap((template) => editsOf(template, code));
  // From the end, and of two at one offset the later first.
  return edits
    .toReversed()
    .toSorted(([one], [other]) => other - one)
    .reduce(
      (text, [offset, length, added]) =>
        text.slice(0, offset) + added + text.slice(offset + length),
      code,
    );
}

function templatesIn(node: unknown): ESTree.TemplateLiteral[] {
  if (typeof node !== 'object' || node === null) return [];
  const inside = Object.values(node).flatMap(templatesIn);
  return isTemplate(node) ? [node.quasi, ...inside] : inside;
}

function isTemplate(node: object): node is ESTree.TaggedTemplateExpression {
  const { type, tag } = node as Partial<ESTree.TaggedTemplateExpression>;
  return type === 'TaggedTemplateExpression' && tag?.type === 'Identifier' && tag.name === 'html';
}

function editsOf({ quasis, expressions }: ESTree.TemplateLiteral, code: string): Edit[] {
  const edits: Edit[] = [];
  let context: Context = { in: 'nothing' };
  for (const [index, { start, value }] of quasis.entries()) {
    check(value.raw, code);
    for (const [at, char] of value.raw.split('').entries()) {
      const isFirst = index === 0 && at === 0;
      const next = value.raw.charAt(at + 1);
      context = step(context, { offset: start + at, char, next, isFirst }, edits);
    }
    if (index === expressions.length) break;
    if (context.in === 'value') context = { ...context, isBound: true };
    if (context.in !== 'nothing' && context.in !== 'text') continue;
    context = { in: 'nothing' };
    const newLine = index === 0 && value.raw === '' ? '' : lineMark;
    edits.push([start + value.raw.length, 0, newLine + lines.node]);
    // A rendered value ends at the next node, which the template has to provide.
    const next = quasis[index + 1];
    const isEnd = index + 1 === expressions.length && next?.value.raw === '';
    if (isEnd) edits.push([next.start, 0, lineMark + lines.node]);
  }
  return edits;
}

/** The context of a character in a template. */
type Context =
  | { readonly in: 'nothing' | 'text' | 'end tag' }
  /** `isBare`: the attribute has no value so far. */
  | { readonly in: 'tag'; readonly isBare: boolean }
  /** Within quotes, the first of which is at `quote`; `isBound`: with an expression. */
  | { readonly in: 'value'; readonly quote: number; readonly isBound: boolean };

interface Character {
  readonly offset: number;
  readonly char: string;
  readonly next: string;
  /** Whether it is the first of the whole template. */
  readonly isFirst: boolean;
}

/** The context after a character; edits the character according to its meaning. */
function step(
  context: Context,
  { offset, char, next, isFirst }: Character,
  edits: Edit[],
): Context {
  const newLine = isFirst ? '' : lineMark;
  const write = (text: string, length = 1): unknown => edits.push([offset, length, text]);
  switch (context.in) {
    case 'nothing':
    case 'text':
      if (char === lines.open && next === lines.close) {
        write(newLine);
        return { in: 'end tag' };
      }
      if (char === lines.open) {
        write(newLine, 0);
        return { in: 'tag', isBare: false };
      }
      if (context.in === 'nothing') write(newLine + lines.text, 0);
      return { in: 'text' };
    case 'end tag':
      if (char !== lines.close) write('');
      return char === '>' ? { in: 'nothing' } : context;
    case 'tag': {
      if (char === '"') return { in: 'value', quote: offset, isBound: false };
      if (char === '=') return { in: 'tag', isBare: false };
      const end = context.isBare ? '=' : '';
      if (char === '>') write(end);
      if (char === ' ') write(end + lineMark);
      return char === '>'
        ? { in: 'nothing' }
        : { in: 'tag', isBare: context.isBare || char === ' ' };
    }
    case 'value': {
      if (char !== '"') return context;
      // The next attribute may follow without a space.
      const isNext = /[\w.?@]/.test(next);
      const [begin, end] = context.isBound ? ['${`', '`}'] : ['', ''];
      edits.push([context.quote, 1, begin]);
      write(end + (isNext ? lineMark : ''));
      return { in: 'tag', isBare: isNext };
    }
  }
}

const unread: readonly RegExp[] = [
  /[\n&]|<!|=[^"]|="[^"]*[>=]/,
  // White space in a tag, and the end of a tag in a text.
  /<[^>]*(?:[\t\n\r]|\s[\s>])|>[^<]*>/,
  /<(?:area|base|br|col|embed|hr|img|link|meta|source|track|wbr)\b/,
];

function check(html: string, code: string): void {
  if (!html.includes(placeMark) && unread.every((what) => !what.test(html))) return;
  throw new Error(`Cannot mark template: ${html} in\n${code.slice(0, 200)}`);
}
