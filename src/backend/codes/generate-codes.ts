import { sql } from 'kysely';
import { codeKey, normaliseCode } from '../../contract/code.ts';
import type { Store } from '../../store/index.ts';
import { BackendError } from '../backend-error.ts';
import { requireCompany } from '../companies.ts';
import { type BulkHooks, insertCodes, rowsPerStatement } from './insert-codes.ts';
import { type NewCode, toCodeRow } from './new-code.ts';
import { randomText } from './random-text.ts';

/** Without 0, O, 1, I and L, which people confuse. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const alphabetKey = alphabet.toLowerCase();
const placeholder = '#';
const defaultPattern = '########';
const countMax = 1_000_000;

export interface GenerateCodesOptions extends Omit<NewCode, 'code'>, BulkHooks {
  /** Company ID. */
  readonly company: string;
  readonly count: number;
  /** Each `#` becomes a random letter or digit: `SPRING-####`. Eight of them if left out. */
  readonly pattern?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Generates that many new codes. Resolves to them.
 *
 * @throws {BackendError} `invalid` if the pattern has too few codes left, or makes no sense;
 *   `unknown` company.
 */
export async function generateCodes(
  store: Store,
  options: GenerateCodesOptions,
): Promise<readonly string[]> {
  const { company, count, now, onProgress, pause } = options;
  const pattern = normaliseCode(options.pattern ?? defaultPattern);
  if (!Number.isSafeInteger(count) || count < 1 || count > countMax) {
    throw new BackendError('invalid', `Cannot generate codes: a count is 1 to ${countMax}`);
  }
  await requireCompany(store, company);
  const template = toCodeRow(company, now, { ...options, code: pattern });
  const taken = await keysOfPattern(store, company, pattern);
  const drawnLength = pattern.split(placeholder).length - 1;
  const codes: string[] = [];
  while (codes.length < count) {
    const wanted = count - codes.length;
    const left = alphabet.length ** drawnLength - taken.size;
    if (wanted > left) {
      throw new BackendError(
        'invalid',
        `Cannot generate codes: the pattern "${pattern}" has ${left} left, ${wanted} are wanted`,
      );
    }
    const rows = Array.from({ length: Math.min(rowsPerStatement, wanted) }, () => {
      const code = newCode(pattern, drawnLength, taken);
      return { ...template, code, code_key: codeKey(code) };
    });
    // A code that another process added in between is not written; another one takes its place.
    for (const code of await insertCodes(store, rows, { pause })) codes.push(code);
    onProgress?.(codes.length);
  }
  return codes;
}

/** A code that is not `taken` yet, which is added to `taken`. There must be one. */
function newCode(pattern: string, drawnLength: number, taken: Set<string>): string {
  for (;;) {
    const drawn = randomText(drawnLength, alphabet);
    let index = 0;
    const code = pattern.replaceAll(placeholder, () => drawn.charAt(index++));
    const key = codeKey(code);
    if (!taken.has(key)) {
      taken.add(key);
      return code;
    }
  }
}

/** The company's codes that the pattern could make, so that the number left is exact. */
async function keysOfPattern(store: Store, company: string, pattern: string): Promise<Set<string>> {
  const characters = Array.from(codeKey(pattern));
  const like = characters.map((character) =>
    character === placeholder ? '_' : character.replace(/[\\%_]/, '\\$&'),
  );
  const rows = await store
    .selectFrom('promo_codes')
    .select('code_key')
    .where('company_id', '=', company)
    .where(sql<boolean>`code_key like ${like.join('')} escape '\\'`)
    .execute();
  const keys = rows.map(({ code_key }) => code_key);
  // `_` matches the characters outside the alphabet too.
  return new Set(keys.filter((key) => fits(Array.from(key), characters)));
}

function fits(key: readonly string[], characters: readonly string[]): boolean {
  if (key.length !== characters.length) return false;
  return key.every((each, i) =>
    characters[i] === placeholder ? alphabetKey.includes(each) : characters[i] === each,
  );
}
