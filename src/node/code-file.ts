import { readFile, stat } from 'node:fs/promises';
import * as z from 'zod/mini';
import { BackendError, type NewCode, toCodeRow } from '../backend/index.ts';
import { UpstreamError } from '../upstream/failure.ts';
import type { PromoCode } from '../upstream/ports.ts';
import { readCodesCsv } from './cli/codes-csv.ts';
import { CommandError } from './cli/command-error.ts';

const JsonCode = z.strictObject({
  code: z.string(),
  limit: z.optional(z.nullable(z.number())),
  timezone: z.optional(z.string()),
  starts: z.optional(z.nullable(z.string())),
  ends: z.optional(z.nullable(z.string())),
  active: z.optional(z.boolean()),
});
const fields = Object.keys(JsonCode.shape).slice(1).join(', ');

/** The file cannot be used; the message says where, for the owner. */
class CodeFileError extends Error {
  override readonly name = 'CodeFileError';
}

/**
 * Reads promo codes from a CSV file as `codes import` takes it, or from a JSON array of the same
 * fields. All of them, or none: a slip must not take a code away without a word.
 *
 * @throws {CodeFileError}
 */
async function readCodeFile(path: string): Promise<readonly PromoCode[]> {
  try {
    const rows = path.toLowerCase().endsWith('.json') ? await readJson(path) : await readCsv(path);
    return rows.map(({ place, code }) => {
      try {
        return toPromoCode(code);
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        throw new CodeFileError(`${path}, ${place}: ${error.message}`);
      }
    });
  } catch (error) {
    if (error instanceof CommandError) throw new CodeFileError(error.message, { cause: error });
    throw error;
  }
}

function toPromoCode(given: NewCode): PromoCode {
  const { code, uses_left, timezone, starts_at, ends_at, active } = toCodeRow('', 0, given);
  const window = { timezone, startsAt: starts_at, endsAt: ends_at };
  return { code, usesLeft: uses_left, ...window, active: active === 1 };
}

interface Row {
  readonly place: string;
  readonly code: NewCode;
}

async function readCsv(path: string): Promise<readonly Row[]> {
  const { rows, problems } = await readCodesCsv(path);
  const [first] = problems;
  if (first) throw new CodeFileError(`${path}, line ${first.line}: ${first.problem}`);
  return rows.map(({ line, code }) => ({ place: `line ${line}`, code }));
}

async function readJson(path: string): Promise<readonly Row[]> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'it is no JSON' : String(cause);
    throw new CodeFileError(`Cannot read ${path}: ${why}`, { cause });
  }
  if (!Array.isArray(parsed)) throw new CodeFileError(`Cannot read ${path}: it is no JSON array`);
  return parsed.map((entry: unknown, index) => {
    const place = `entry ${index + 1}`;
    const { data } = JsonCode.safeParse(entry);
    if (data) return { place, code: data };
    throw new CodeFileError(`${path}, ${place}: it must have "code", and may have ${fields}`);
  });
}

/**
 * The codes of a file as an upstream loads them: read again when the file has changed. One that
 * cannot be read just then (half written, say) is an upstream that gives no answer.
 */
export function watchCodeFile(path: string): () => Promise<readonly PromoCode[]> {
  let known: { readonly mark: string; readonly codes: readonly PromoCode[] } | undefined;
  return async () => {
    try {
      const { mtimeMs, size } = await stat(path);
      const mark = `${mtimeMs} ${size}`;
      if (known?.mark !== mark) known = { mark, codes: await readCodeFile(path) };
      return known.codes;
    } catch (error) {
      const text = error instanceof Error ? error.message : 'unreadable';
      throw new UpstreamError('not_sent', `Cannot read promo codes: ${text}`, { cause: error });
    }
  };
}
