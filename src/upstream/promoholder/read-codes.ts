import { codeLengthMax, normaliseCode } from '../../contract/code.ts';
import { lengthOf } from '../../contract/text.ts';
import type { Entries } from '../long-json.ts';
import { PackedCodes } from '../packed-codes.ts';
import type { ListFaults, PromoCode } from '../ports.ts';
import { quote } from '../quote.ts';
import { ReadCode } from './api.ts';
import { windowProblem } from './window.ts';

/**
 * The codes of one company. A bad entry is left out, and the rest works; it is reported to the
 * owner, as are codes that are too long and those whose window cannot be understood.
 */
export class ReadCodes implements Entries {
  readonly #codes = new PackedCodes();
  readonly #secrets: readonly string[];
  #faults: ListFaults | undefined;

  /** `secrets` are kept out of the report, in case the vendor echoes them. */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  get codes(): PackedCodes {
    this.#codes.faults = this.#faults;
    return this.#codes;
  }

  add(entry: unknown): void {
    const { data, error } = ReadCode.safeParse(entry);
    if (!data) {
      const fields = new Set(error.issues.map(({ path }) => path[0] ?? 'it'));
      this.#addFault(nameOf(entry), `cannot read ${Array.from(fields, String).join(', ')}`);
      return;
    }
    const code = toPromoCode(data);
    this.#codes.add(code);
    // A paused code is refused as paused, whatever else.
    const problem = code.active ? (lengthProblem(code) ?? windowProblem(code)) : undefined;
    if (problem !== undefined) this.#addFault(code.code, problem);
  }

  #addFault(code: string | undefined, problem: string): void {
    const name = code === undefined ? 'an entry without a code' : JSON.stringify(code);
    this.#faults = {
      count: (this.#faults?.count ?? 0) + 1,
      first: this.#faults?.first ?? quote(`${name}: ${problem}`, this.#secrets),
    };
  }
}

function lengthProblem({ code }: PromoCode): string | undefined {
  if (lengthOf(normaliseCode(code)) <= codeLengthMax) return undefined;
  return `longer than ${codeLengthMax} characters`;
}

function toPromoCode({ code, limit, timezone, dtime_s, dtime_f, active }: ReadCode): PromoCode {
  return {
    code: String(code),
    usesLeft: limit === null || limit === undefined ? null : Math.max(0, Number(limit)),
    timezone: timezone ?? '',
    startsAt: dtime_s ?? null,
    endsAt: dtime_f ?? null,
    active: Boolean(Number(active)),
  };
}

function nameOf(entry: unknown): string | undefined {
  const code: unknown = Reflect.get(Object(entry), 'code');
  return code !== '' && ['string', 'number'].includes(typeof code) ? String(code) : undefined;
}
