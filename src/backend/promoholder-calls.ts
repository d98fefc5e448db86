import type { FetchHandler } from '../contract/fetch-handler.ts';
import type { Store } from '../store/index.ts';
import {
  type CheckReply,
  type CodeEntry,
  type CompanyEntry,
  type ErrorReply,
  errorTexts,
  type ListReply,
  type promoholderPaths,
  refusalTexts,
} from '../upstream/promoholder/api.ts';
import { type CodeRecord, listCodes } from './codes/codes.ts';
import { redeem } from './codes/redemption.ts';
import { hasCompany, listCompanies } from './companies.ts';
import { type Parameters, queryParameters } from './parameters.ts';
import { jsonReply, streamedReply } from './replies.ts';
import { demoToken } from './seed-demo.ts';
import { isTokenValid } from './tokens.ts';

type PromoholderCalls = Readonly<Record<keyof typeof promoholderPaths, FetchHandler>>;

export interface PromoholderCallsOptions {
  readonly store: Store;
  readonly now: () => number;
  /**
   * Resolves when other requests had their turn: a list of a million codes takes seconds. Such as
   * `setImmediate()` of `node:timers/promises`.
   */
  readonly nextTurn?: (() => Promise<void>) | undefined;
  /**
   * Whether the demo's token is valid. Everybody knows it, and a store in which a demo was tried
   * may have become a shop's.
   */
  readonly isDemo?: boolean | undefined;
}

/** promoholder's three calls, all GET with the token in the query string. */
export function promoholderCalls(options: PromoholderCallsOptions): PromoholderCalls {
  const { store, now, nextTurn = () => Promise.resolve(), isDemo = false } = options;
  /** A missing or wrong token comes before any other error. */
  function withToken(answer: (parameters: Parameters) => Promise<Response>): FetchHandler {
    return async (request) => {
      const parameters = queryParameters(request);
      const token = parameters.get('token');
      if (!token) return errorReply(errorTexts.tokenMissing);
      const isValid = (isDemo || token !== demoToken) && (await isTokenValid(store, token));
      return isValid ? answer(parameters) : errorReply(errorTexts.tokenInvalid);
    };
  }

  return {
    /** Uses the code up: a check that says true is a redemption. */
    check: withToken(async (parameters) => {
      const company = parameters.get('company');
      if (!company) return errorReply(errorTexts.companyMissing);
      if (!(await hasCompany(store, company))) return errorReply(errorTexts.companyUnknown);
      const code = parameters.get('code');
      if (!code?.trim()) return errorReply(errorTexts.codeMissing);
      const refusal = await redeem(store, { company, code, now: now() });
      return jsonReply({
        type: 'success',
        msg: refusal === undefined,
        reason: refusal === undefined ? null : refusalTexts[refusal],
      } satisfies CheckReply);
    }),

    companies: withToken(async () => {
      const companies = (await listCompanies(store)).map(({ id, title, codes }): CompanyEntry => ({
        ID: id,
        title,
        promocodes: { all: codes.all, active: codes.active, deactive: codes.inactive },
      }));
      const msg = companies.length > 0 ? companies : null;
      return jsonReply({ type: 'success', msg } satisfies ListReply<typeof companies>);
    }),

    codes: withToken(async (parameters) => {
      const company = parameters.get('company');
      if (company === undefined && parameters.has('company')) {
        return errorReply(errorTexts.companyMissing);
      }
      if (company && !(await hasCompany(store, company))) {
        return errorReply(errorTexts.companyUnknown);
      }
      return streamedReply(codesByCompany(listCodes(store, company ? { company } : {})), nextTurn);
    }),
  };
}

function errorReply(msg: string): Response {
  return jsonReply({ type: 'error', msg } satisfies ErrorReply);
}

/**
 * Writes `ListReply<{ $ID: CodeEntry[] }>` from records that are sorted by company.
 *
 * @yields The JSON in pieces.
 */
async function* codesByCompany(records: AsyncIterable<CodeRecord>): AsyncGenerator<string, void> {
  let company: string | undefined;
  let piece = '{"type":"success","msg":';
  for await (const record of records) {
    if (record.company === company) piece += ',';
    else {
      piece += `${company === undefined ? '{' : '],'}${JSON.stringify(record.company)}:[`;
      company = record.company;
    }
    piece += JSON.stringify(toEntry(record));
    if (piece.length >= pieceLengthMin) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}${company === undefined ? 'null' : ']}'}}`;
}

/** Characters of one piece: enough to be worth sending. */
const pieceLengthMin = 32 * 1024;

function toEntry({ code, limit, timezone, starts, ends, active }: CodeRecord): CodeEntry {
  return { code, limit, timezone, dtime_s: starts, dtime_f: ends, active };
}
