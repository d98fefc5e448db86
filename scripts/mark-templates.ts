import { type ESTree, parseSync } from 'vite';

/** Marks an expression's place in a template; no template has it in its own text. */
export const placeMark = '$';
/** Parts the lines of a template. */
export const lineMark = '\n';
/** How a line begins; any other is an attribute, as `name=value`. */
export const lines = { open: '<', close: '/', node: '!', text: '"' } as const;

/** At an offset of the code, instead of so many characters. */
type Edit = readonly [offset: number, length: number, text: string];

/**
 * Writes templates so that their strings, joined by the mark, are lines, each of which says one
 * thing: a tag is opened or closed, an attribute is set, there is text, there is an expression.
 * `<p class="a ${b}">c ${d}</p>` becomes ``<p class=${`a ${b}`} "c  !${d} /``, with line ends for
 * these spaces. A few lines of `slim-lit` then make nodes of it, and Lit's own parser is not
 * needed, nor the browser's: `innerHTML` wants a policy of a page with Trusted Types.
 *
 * @throws where a template holds what those lines do not read: the mark itself, a line end, a
 * comment, a character reference, a value in other quotes or none or with `>` or `=`, white space
 * of which the minifier leaves none, an element without an end but `<input>`.
 */
export function markTemplates(code: string): string {
  const { program } = parseSync('template.js', code);
  const edits = templatesIn(program).flatMap((template) => editsOf(template, code));
  // From the end, and of two at one place the later first.
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
  let place: Place = { in: 'nothing' };
  for (const [index, { start, value }] of quasis.entries()) {
    check(value.raw, code);
    for (const [at, char] of value.raw.split('').entries()) {
      const isFirst = index === 0 && at === 0;
      const next = value.raw.charAt(at + 1);
      place = step(place, { offset: start + at, char, next, isFirst }, edits);
    }
    if (index === expressions.length) break;
    if (place.in === 'value') place = { ...place, isBound: true };
    if (place.in !== 'nothing' && place.in !== 'text') continue;
    place = { in: 'nothing' };
    const newLine = index === 0 && value.raw === '' ? '' : lineMark;
    edits.push([start + value.raw.length, 0, newLine + lines.node]);
    // What is rendered ends where a node begins, which the template has to bring along.
    const next = quasis[index + 1];
    const isEnd = index + 1 === expressions.length && next?.value.raw === '';
    if (isEnd) edits.push([next.start, 0, lineMark + lines.node]);
  }
  return edits;
}

/** Where in a template a character stands. */
type Place =
  | { readonly in: 'nothing' | 'text' | 'end tag' }
  /** `isBare`: of the attribute no value has come. */
  | { readonly in: 'tag'; readonly isBare: boolean }
  /** Within quotes, of which the first stands at `quote`; `isBound`: with an expression. */
  | { readonly in: 'value'; readonly quote: number; readonly isBound: boolean };

interface Character {
  readonly offset: number;
  readonly char: string;
  readonly next: string;
  /** Of the whole template. */
  readonly isFirst: boolean;
}

/** The place after a character, which is edited by what it means. */
function step(place: Place, { offset, char, next, isFirst }: Character, edits: Edit[]): Place {
  const newLine = isFirst ? '' : lineMark;
  const write = (text: string, length = 1): unknown => edits.push([offset, length, text]);
  switch (place.in) {
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
      if (place.in === 'nothing') write(newLine + lines.text, 0);
      return { in: 'text' };
    case 'end tag':
      if (char !== lines.close) write('');
      return char === '>' ? { in: 'nothing' } : place;
    case 'tag': {
      if (char === '"') return { in: 'value', quote: offset, isBound: false };
      if (char === '=') return { in: 'tag', isBare: false };
      const end = place.isBare ? '=' : '';
      if (char === '>') write(end);
      if (char === ' ') write(end + lineMark);
      return char === '>' ? { in: 'nothing' } : { in: 'tag', isBare: place.isBare || char === ' ' };
    }
    case 'value': {
      if (char !== '"') return place;
      // The next attribute may follow without a space.
      const isNext = /[\w.?@]/.test(next);
      const [begin, end] = place.isBound ? ['${`', '`}'] : ['', ''];
      edits.push([place.quote, 1, begin]);
      write(end + (isNext ? lineMark : ''));
      return { in: 'tag', isBare: isNext };
    }
  }
}

const unread: readonly RegExp[] = [
  /[\n&]|<!|=[^"]|="[^"]*[>=]/,
  // In a tag, and an end of one in a text.
  /<[^>]*(?:[\t\n\r]|\s[\s>])|>[^<]*>/,
  /<(?:area|base|br|col|embed|hr|img|link|meta|source|track|wbr)\b/,
];

function check(html: string, code: string): void {
  if (!html.includes(placeMark) && unread.every((what) => !what.test(html))) return;
  throw new Error(`Cannot mark template: ${html} in\n${code.slice(0, 200)}`);
}
