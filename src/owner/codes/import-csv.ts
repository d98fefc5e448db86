import {
  BackendError,
  importCodes,
  type BulkHooks,
  type NewCode,
  previewCode,
} from '../../backend/index.ts';
import type { OwnerCode } from '../../contract/owner/codes.ts';
import type { OwnerImport } from '../../contract/owner/import.ts';
import type { Store } from '../../store/index.ts';
import { codeRecord } from './code-record.ts';

/** The promo codes of a file, and what is wrong with its lines. */
export interface CodesFile {
  readonly rows: readonly { readonly line: number; readonly code: NewCode }[];
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
}

export interface ImportFileOptions extends BulkHooks {
  /** Company ID. */
  readonly company: string;
  readonly file: CodesFile;
  readonly write: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Adds the codes of a file, all of them or none; problems are reported by line.
 *
 * @throws {BackendError} `unknown` company.
 */
export async function importFile(
  store: Store,
  { company, file, write, now, ...progress }: ImportFileOptions,
): Promise<Pick<OwnerImport, 'added' | 'there_already' | 'problems'>> {
  const { rows } = file;
  const { added, thereAlready, problems } = await importCodes(store, {
    company,
    rows: rows.map(({ code }) => code),
    now,
    dryRun: !write || file.problems.length > 0,
    ...progress,
  });
  const lineOf = (row: number): number => rows[row - 1]?.line ?? row;
  const ofRows = problems.map((each) => ({
    line: lineOf(each.row),
    // The owner counts lines of the file, its head included.
    problem: 'sameAs' in each ? `the same as line ${lineOf(each.sameAs)}` : each.problem,
  }));
  return {
    added,
    there_already: thereAlready,
    problems: [...file.problems, ...ofRows].toSorted((one, other) => one.line - other.line),
  };
}

/** The first valid codes of a file, as they would be stored. */
export function firstCodes(
  { rows }: CodesFile,
  { company, now, count }: { readonly company: string; now: number; count: number },
): readonly OwnerCode[] {
  const codes: OwnerCode[] = [];
  for (const { code } of rows) {
    if (codes.length === count) break;
    try {
      codes.push(codeRecord(previewCode({ ...code, company, now }), now));
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
    }
  }
  return codes;
}
