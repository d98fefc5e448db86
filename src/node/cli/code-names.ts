import type { Readable } from 'node:stream';
import * as z from 'zod/mini';
import type { NamedCode } from '../../backend/index.ts';
import { codeIn, companyIn, csvRecords, decode, readBytes } from '../codes/codes-csv.ts';

/** A code as a file names it. */
export interface CodeName extends NamedCode {
  readonly line: number;
}

/**
 * Reads which codes a file names, or `stdin` if given: then `path` is what messages call it. It has
 * one code per line; or it is the output of our own commands (a table, CSV or JSON), and then its
 * companies count too. Throws `CodesCsvError` if it cannot be read.
 */
export async function readCodeNames(path: string, stdin?: Readable): Promise<readonly CodeName[]> {
  const bytes = await readBytes(path, stdin);
  const text = decode(path, bytes);
  const [first = ''] = /\S.*/.exec(text) ?? [];
  const names = namesInJson(text) ?? (hasHead(first) ? await namesInCsv(path, bytes) : undefined);
  const found = names ?? namesInLines(text, tableHead.test(first.trimEnd()));
  return found.filter(({ code }) => code !== '');
}

const Names = z.array(
  z.union([
    z.pipe(
      z.string(),
      z.transform((code): NamedCode => ({ code })),
    ),
    z.object({ code: z.string(), company: z.optional(z.string()) }),
  ]),
);

/** Our own JSON has one code per line, after the first line; undefined if it is not JSON. */
function namesInJson(text: string): readonly CodeName[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  try {
    const names = Names.parse(JSON.parse(text));
    return names.map(({ code, company }, index) => ({ code, company, line: index + 2 }));
  } catch {
    // A code may begin with a bracket.
    return undefined;
  }
}

/** Whether a first line names the columns, `code` among them. */
function hasHead(line: string): boolean {
  const heads = line.split(/[,;\t]/).map((head) => head.trim().replace(/^"(.*)"$/, '$1'));
  return heads.some((head) => head.toLowerCase() === 'code');
}

async function namesInCsv(path: string, bytes: Uint8Array): Promise<readonly CodeName[]> {
  const names: CodeName[] = [];
  for await (const { line, cells } of csvRecords(path, bytes, (heads) => [...heads])) {
    names.push({ line, code: codeIn(cells), company: companyIn(cells) });
  }
  return names;
}

/** What `codes generate` prints and, with more columns, `codes list`. */
const tableHead = /^CODE {2,}COMPANY(?:$|(?<more> {2}))/;
const lineOfTwo = /^(?<code>.*\S) {2,}(?<company>[\w.-]+)$/;
const lineOfMore = /^(?<code>.*?\S) {2,}(?<company>[\w.-]+)(?:$| {2})/;

function namesInLines(text: string, isTable: boolean): readonly CodeName[] {
  let pattern = lineOfTwo;
  return text.split(/\r\n|[\r\n]/).flatMap((each, index) => {
    const line = index + 1;
    if (!isTable) return [{ line, code: each.trim() }];
    const head = tableHead.exec(each.trimEnd());
    if (head) {
      pattern = head.groups?.['more'] === undefined ? lineOfTwo : lineOfMore;
      return [];
    }
    const { code, company } = pattern.exec(each.trimEnd())?.groups ?? {};
    return [{ line, code: code ?? each.trim(), company }];
  });
}
