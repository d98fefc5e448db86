import { type ESTree, parseSync } from 'vite';

/** Marks an expression's place in the HTML of a template; no template has it in its own text. */
export const placeMark = '$';
/** Stands before each attribute. */
export const attributeMark = '\n';

/** At an offset of the code, instead of so many characters. */
type Edit = readonly [offset: number, length: number, text: string];

/**
 * Writes templates so that their HTML is their strings, joined by the mark, and can be split into
 * its parts: what stands between tags becomes `<!--${…}-->`, an attribute has one expression,
 * `class="field ${tone}"` becoming ``class=${`field ${tone}`}``, and stands on a line of its own
 * without quotes. A few lines of `slim-lit` then make nodes of it, and Lit's own parser is not
 * needed, nor the browser's: `innerHTML` wants a policy of a page with Trusted Types.
 *
 * @throws where a template holds what those lines do not read: the mark itself, a comment, a
 * character reference, a value in other quotes or none or with `>` or `=`, white space of which the
 * minifier leaves none, an element without an end but `<input>`.
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
  let place: 'text' | 'tag' | 'value' = 'text';
  let quote = 0;
  let isBound = false;
  for (const [index, { start, value }] of quasis.entries()) {
    check(value.raw, code);
    for (const [at, char] of value.raw.split('').entries()) {
      const offset = start + at;
      if (place === 'text') place = char === '<' ? 'tag' : 'text';
      else if (place === 'value') {
        if (char !== '"') continue;
        // The next attribute may follow without a space.
        const mark = /[\w.?@]/.test(value.raw.charAt(at + 1)) ? attributeMark : '';
        const [begin, end] = isBound ? ['${`', '`}'] : ['', ''];
        edits.push([quote, 1, begin], [offset, 1, end + mark]);
        place = 'tag';
      } else if (char === '>') place = 'text';
      else if (char === '"') [place, quote, isBound] = ['value', offset, false];
      else if (char === ' ') edits.push([offset, 1, attributeMark]);
    }
    if (index === expressions.length) break;
    isBound = true;
    if (place !== 'text') continue;
    const next = quasis[index + 1];
    // What is rendered ends where a node begins, which the template has to bring along.
    const isLast = index + 1 === expressions.length;
    const end = isLast && next?.value.raw === '' ? '--><!---->' : '-->';
    edits.push([start + value.raw.length, 0, '<!--'], [next?.start ?? 0, 0, end]);
  }
  return edits;
}

const unread: readonly RegExp[] = [
  /&|<!|=[^"]|="[^"]*[>=]/,
  // In a tag, and an end of one in a text.
  /<[^>]*(?:[\t\n\r]|\s[\s>])|>[^<]*>/,
  /<(?:area|base|br|col|embed|hr|img|link|meta|source|track|wbr)\b/,
];

function check(html: string, code: string): void {
  if (!html.includes(placeMark) && unread.every((what) => !what.test(html))) return;
  throw new Error(`Cannot mark template: ${html} in\n${code.slice(0, 200)}`);
}
