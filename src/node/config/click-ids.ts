import * as z from 'zod/mini';
import { codeKey, codeLengthMax, normaliseCode } from '../../contract/code.ts';
import { usableClickId } from '../../contract/lead.ts';
import { isPrintable, lengthOf } from '../../contract/text.ts';
import { isTree } from './sources.ts';
import { quote } from './values.ts';

const rule = 'must be { "PROMO CODE": "click id" }';

/** Click ids by promo code. All that is wrong is reported at once. */
export const clickIds: z.ZodMiniType<ReadonlyMap<string, string>> = z.pipe(
  z.unknown(),
  z.transform((value, context): ReadonlyMap<string, string> => {
    const problems = isTree(value) ? problemsOf(Object.entries(value)) : [rule];
    for (const message of problems) {
      context.issues.push({ code: 'custom', message, input: undefined });
    }
    return isTree(value) && problems.length === 0 ? usable(Object.entries(value)) : z.NEVER;
  }),
);

type Entries = readonly (readonly [code: string, clickId: unknown])[];

function problemsOf(entries: Entries): readonly string[] {
  const byKey = Map.groupBy(entries, ([code]) => codeKey(code));
  const twice = [...byKey.values()].filter((spellings) => spellings.length > 1);
  return [
    ...entries.flatMap(([code]) => (isCode(code) ? [] : [notACode(code)])),
    ...entries.flatMap(([code, id]) => (toClickId(id) === undefined ? [notAClickId(code)] : [])),
    ...twice.map((spellings) => {
      const codes = spellings.map(([code]) => quote(code)).join(' and ');
      return `must have each promo code once: ${codes} are one. Leave one of them out.`;
    }),
  ];
}

function isCode(text: string): boolean {
  const code = normaliseCode(text);
  return code !== '' && lengthOf(code) <= codeLengthMax && isPrintable(code);
}

function notACode(text: string): string {
  const what = `1 to ${codeLengthMax} printable characters`;
  return `must have promo codes before the colons, of ${what}, and has ${quote(text)}.`;
}

function notAClickId(code: string): string {
  const what = 'one line of 1 to 255 printable characters without spaces around it';
  return `must have for ${quote(code)} a click id that the vendor takes: ${what}.`;
}

/** As it is sent; undefined for what is not, because the vendor would refuse it. */
function toClickId(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() === value ? usableClickId(value) : undefined;
}

function usable(entries: Entries): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap(([code, value]) => {
      const clickId = toClickId(value);
      return clickId === undefined ? [] : [[code, clickId] as const];
    }),
  );
}
