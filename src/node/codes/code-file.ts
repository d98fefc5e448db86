import { readFile, stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod/mini';
import { BackendError, type NewCode, toCodeRow } from '../../backend/index.ts';
import type { CompanyCodes } from '../../upstream/code-list/adapter.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import { PackedCodes } from '../../upstream/packed-codes.ts';
import type { PromoCode } from '../../upstream/ports.ts';
import { reasonOf } from '../system-error.ts';
import { CodesCsvError, csvRows, decode, limitLeft, rowsAtOnce } from './codes-csv.ts';

const terms = {
  code: z.string(),
  limit: z.optional(z.nullable(z.number())),
  timezone: z.optional(z.string()),
  starts: z.optional(z.nullable(z.string())),
  ends: z.optional(z.nullable(z.string())),
  active: z.optional(z.boolean()),
};
const fields = Object.keys(terms).slice(1).join(', ');
/** An export has more fields, which describe the codes as they were. */
const JsonCode = z.pipe(
  z.strictObject({
    ...terms,
    company: z.optional(z.string()),
    used: z.optional(z.number()),
    held: z.optional(z.number()),
    state: z.optional(z.string()),
  }),
  z.transform(({ company, limit = null, held = 0, code, timezone, starts, ends, active }) => {
    const left = limit === null ? null : limitLeft(limit, held);
    const given: NewCode = { code, limit: left, timezone, starts, ends, active };
    return { company: company === '' ? undefined : company, code: given };
  }),
);

/** The company of a file's codes if none is named. */
const unnamedCompany = 'codes';

/** The file cannot be used; the message, for the owner, says where. */
class CodeFileError extends Error {
  override readonly name = 'CodeFileError';
}

/**
 * Reads promo codes from a CSV file as for `codes import`, or from a JSON array of the same fields;
 * other requests are answered in between. All of them or none: a mistake must not remove a code
 * silently.
 *
 * @throws {CodeFileError}
 */
async function readCodeFile({ path, pause, ...of }: CodeFile): Promise<CompanyCodes> {
  const codes = new PackedCodes();
  let { company } = of;
  try {
    for await (const row of rowsOf(path)) {
      company ??= row.company;
      requireCompany(path, row, company);
      codes.add(toPromoCode(path, row));
      if (codes.size % rowsAtOnce === 0) await pause();
    }
    return { company: company ?? unnamedCompany, codes };
  } catch (error) {
    if (error instanceof CodesCsvError) throw new CodeFileError(error.message, { cause: error });
    throw error;
  }
}

/** An export of all companies must not make each one's codes valid for another. */
function requireCompany(path: string, { place, ...row }: Row, company: string | undefined): void {
  if (row.company === undefined || row.company === company) return;
  throw new CodeFileError(
    `${path}, ${place}: it is a code of company "${row.company}", not of "${company}": leave in ` +
      'the file the codes of one company alone, the one that PROMOHOLDER_COMPANY names',
  );
}

function toPromoCode(path: string, { place, code: given }: Row): PromoCode {
  try {
    const { code, uses_left, timezone, starts_at, ends_at, active } = toCodeRow('', 0, given);
    const window = { timezone, startsAt: starts_at, endsAt: ends_at };
    return { code, usesLeft: uses_left, ...window, active: active === 1 };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    throw new CodeFileError(`${path}, ${place}: ${error.message}`);
  }
}

interface Row {
  readonly place: string;
  readonly code: NewCode;
  /** Company ID; undefined where the row names none. */
  readonly company: string | undefined;
}

async function* rowsOf(path: string): AsyncGenerator<Row, void> {
  const bytes = await readFile(path);
  if (path.toLowerCase().endsWith('.json')) return yield* jsonRows(path, bytes);
  for await (const { line, code, company, problem } of csvRows(path, bytes)) {
    if (problem !== undefined) throw new CodeFileError(`${path}, line ${line}: ${problem}`);
    yield { place: `line ${line}`, code, company };
  }
}

function* jsonRows(path: string, bytes: Buffer): Generator<Row, void> {
  const text = decode(path, bytes, 'UTF-8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new CodeFileError(`Cannot read ${path}: it is no JSON`, { cause });
  }
  if (!Array.isArray(parsed)) throw new CodeFileError(`Cannot read ${path}: it is no JSON array`);
  for (const [index, entry] of parsed.entries()) {
    const place = `entry ${index + 1}`;
    const { data } = JsonCode.safeParse(entry);
    if (!data) {
      throw new CodeFileError(`${path}, ${place}: it must have "code", and may have ${fields}`);
    }
    yield { place, ...data };
  }
}

export interface CodeFile {
  readonly path: string;
  /** ID of the company that has the codes; undefined if any company may, but only one. */
  readonly company?: string | undefined;
  /** Resolves when other requests were served; called every few codes. */
  readonly pause: () => Promise<void>;
}

/**
 * Loads the codes of a file as an upstream does, again whenever the file has changed. A file that
 * cannot be read just then (half written, say) counts as an upstream that does not answer.
 */
export function watchCodeFile(
  path: string,
  { company, pause = () => nextTurn() }: Partial<Omit<CodeFile, 'path'>> = {},
): () => Promise<CompanyCodes> {
  let known: { readonly mark: string; readonly codes: Promise<CompanyCodes> } | undefined;
  return async () => {
    try {
      const { mtimeMs, size } = await stat(path);
      const mark = `${mtimeMs} ${size}`;
      // A caller that comes while it is read waits for it.
      if (known?.mark !== mark) known = { mark, codes: readCodeFile({ path, company, pause }) };
      return await known.codes;
    } catch (error) {
      known = undefined;
      const isOurs = error instanceof CodeFileError;
      const text = isOurs ? error.message : `${path}: ${reasonOf(error)}`;
      throw new UpstreamError('not_sent', `Cannot read promo codes: ${text}`, { cause: error });
    }
  };
}
