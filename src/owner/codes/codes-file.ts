import {
  BackendError,
  type BulkHooks,
  importCodes,
  type NewCode,
  previewCode,
} from '../../backend/index.ts';
import type { OwnerCode } from '../../contract/owner/codes.ts';
import type { OwnerImport } from '../../contract/owner/import.ts';
import type { Store } from '../../store/index.ts';
import { codeRecord } from './code-record.ts';

/** The promo codes of a file, and what is wrong with its lines. */
export interface CodesFile {
  readonly rows: readonly CodesFileRow[];
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
}

interface CodesFileRow {
  readonly line: number;
  readonly code: NewCode;
  /** ID of the company whose code it is; undefined where the file does not say. */
  readonly company?: string | undefined;
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
  const rows = file.rows.filter((row) => isOf(company, row));
  const found = [...file.problems, ...problemsOfOthers(company, file)];
  const { added, thereAlready, problems } = await importCodes(store, {
    company,
    rows: rows.map(({ code }) => code),
    now,
    dryRun: !write || found.length > 0,
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
    problems: [...found, ...ofRows].toSorted((one, other) => one.line - other.line),
  };
}

function isOf(company: string, row: CodesFileRow): boolean {
  return row.company === undefined || row.company === company;
}

/** An export of all companies must not give each its neighbours' codes. */
function problemsOfOthers(company: string, { rows }: CodesFile): CodesFile['problems'] {
  const command = `promo-lead codes export --company ${company}`;
  return rows
    .filter((row) => !isOf(company, row))
    .map(({ line, company: other }) => ({
      line,
      problem:
        `it is a code of company "${other}", not of "${company}": ` +
        `"${command}" writes the codes of one company alone`,
    }));
}

/** The first valid codes of a file, as they would be stored. */
export function firstCodes(
  { rows }: CodesFile,
  { company, now, count }: { readonly company: string; now: number; count: number },
): readonly OwnerCode[] {
  const codes: OwnerCode[] = [];
  for (const row of rows) {
    if (codes.length === count) break;
    if (!isOf(company, row)) continue;
    try {
      codes.push(codeRecord(previewCode({ ...row.code, company, now }), now));
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
    }
  }
  return codes;
}
