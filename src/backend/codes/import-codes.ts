import { codeKey, normaliseCode } from '../../contract/code.ts';
import type { Store } from '../../store/index.ts';
import { BackendError } from '../backend-error.ts';
import { requireCompany } from '../companies.ts';
import { type BulkHooks, existingCodes, insertCodes } from './insert-codes.ts';
import { type CodeRow, type NewCode, toCodeRow } from './new-code.ts';

/** Rows that are checked before other requests get a turn: a window in a time zone is work. */
const rowsAtOnce = 50;

export interface ImportCodesOptions extends BulkHooks {
  /** Company ID. */
  readonly company: string;
  readonly rows: AsyncIterable<NewCode> | Iterable<NewCode>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Finds the problems and writes nothing. */
  readonly dryRun?: boolean | undefined;
}

interface WrongRow {
  /** From 1, in the order of `rows`. */
  readonly row: number;
  readonly code: string;
}
/** In words; or the row that has the same code, for callers that number rows in another way. */
export type ImportProblem = WrongRow & ({ readonly problem: string } | { readonly sameAs: number });

export interface ImportResult {
  /** Codes that were written, without those that existed; none if there are problems. */
  readonly added: number;
  /** Codes that existed already, with the same terms. */
  readonly thereAlready: number;
  readonly problems: readonly ImportProblem[];
}

/**
 * Adds many codes of one company: all of them, or none and a list of what is wrong. Everything is
 * checked before anything is written, and written in short transactions, so that a server on the
 * same store keeps serving. The same import, run once more, completes one that was interrupted: a
 * code that exists with the same terms counts as done.
 *
 * @throws {BackendError} `unknown` company.
 */
export async function importCodes(
  store: Store,
  options: ImportCodesOptions,
): Promise<ImportResult> {
  const { company, now, dryRun = false, pause } = options;
  await requireCompany(store, company);
  const problems: ImportProblem[] = [];
  const rows = new Map<string, { readonly number: number; readonly row: CodeRow }>();
  // Includes rows that are wrong: once corrected, they would still have the same code.
  const firsts = new Map<string, number>();
  let number = 0;
  for await (const given of options.rows) {
    number += 1;
    if (number % rowsAtOnce === 0) await pause?.();
    const key = codeKey(given.code);
    const sameAs = key === '' ? undefined : firsts.get(key);
    if (sameAs === undefined) firsts.set(key, number);
    else problems.push({ row: number, code: normaliseCode(given.code), sameAs });
    try {
      const row = toCodeRow(company, now, given);
      if (!rows.has(key)) rows.set(key, { number, row });
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      problems.push({ row: number, code: given.code, problem: error.message });
    }
  }
  let thereAlready = 0;
  for await (const taken of existingCodes(store, company, Array.from(rows.keys()), pause)) {
    const wanted = rows.get(taken.code_key);
    if (!wanted) continue;
    if (isUnchanged(taken, wanted.row)) {
      rows.delete(taken.code_key);
      thereAlready += 1;
    } else problems.push({ row: wanted.number, code: wanted.row.code, problem: 'it exists' });
  }
  problems.sort((a, b) => a.row - b.row);
  if (problems.length > 0 || dryRun) return { added: 0, thereAlready, problems };
  const written = await insertCodes(
    store,
    Array.from(rows.values(), ({ row }) => row),
    options,
  );
  // Two imports at once may each find codes that the other has just written.
  thereAlready += rows.size - written.length;
  return { added: written.length, thereAlready, problems };
}

/** Some of its uses may have been taken since it was added. */
function isUnchanged(taken: CodeRow, wanted: CodeRow): boolean {
  const hasUses =
    taken.uses_left === null || wanted.uses_left === null
      ? taken.uses_left === wanted.uses_left
      : taken.uses_left <= wanted.uses_left;
  return hasUses && terms.every((term) => taken[term] === wanted[term]);
}

const terms = ['code', 'timezone', 'starts_at', 'ends_at', 'active'] as const;
