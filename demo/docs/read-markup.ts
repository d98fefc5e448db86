import type { Markup } from '../../src/contract/owner/markup.ts';

/** Tags that an example may have. None of them loads anything, runs code or navigates. */
const known: ReadonlySet<string> = new Set(
  'lead-form promo-code-input option label input select textarea span p b i small'.split(' '),
);

const token = /<\/?([a-z][\w-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|[^<]+/gy;
const attribute = /([a-z][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>/]+)))?/g;
const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** An element that is still open. */
interface Open {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: (Markup | string)[];
}

/**
 * Reads the HTML of an example as far as examples go: elements with their attributes, and texts.
 *
 * @throws {SyntaxError} for anything else, with a message for the person who typed it.
 */
export function readMarkup(html: string): readonly Markup[] {
  const top: Open = { tag: '', attributes: {}, content: [] };
  const open: Open[] = [top];
  let end = 0;
  for (const { 0: text, 1: tag, 2: rest = '', index } of html.trim().matchAll(token)) {
    if (index !== end) break;
    end += text.length;
    const parent = open.at(-1) ?? top;
    if (tag === undefined) parent.content.push(decode(text));
    else if (!known.has(tag)) throw new SyntaxError(`Cannot show <${tag}> here`);
    else if (text.startsWith('</')) close(open, tag);
    else {
      const element: Open = { tag, attributes: readAttributes(rest), content: [] };
      parent.content.push(element);
      if (tag !== 'input') open.push(element);
    }
  }
  const left = open.at(-1)?.tag ?? '';
  const unread = html.trim().slice(end, end + 20);
  if (unread !== '') throw new SyntaxError(`Cannot read “${unread}”`);
  if (left !== '') throw new SyntaxError(`Cannot find the end of <${left}>`);
  return top.content.filter((one) => typeof one !== 'string');
}

function close(open: Open[], tag: string): void {
  if (open.at(-1)?.tag !== tag) throw new SyntaxError(`Cannot find the beginning of </${tag}>`);
  open.pop();
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(attribute)].map(([, name = '', ...values]) => {
    if (/^on|^style$/.test(name)) throw new SyntaxError(`Cannot show the attribute ${name} here`);
    return [name, decode(values.find(Boolean) ?? '')] as const;
  });
  return Object.fromEntries(found);
}

function decode(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => characters[name] ?? whole);
}
