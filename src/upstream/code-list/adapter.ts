import { codeKey } from '../../contract/code.ts';
import { UpstreamError } from '../failure.ts';
import { PackedCodes } from '../packed-codes.ts';
import type { PromoCode, PromoCodeUpstream } from '../ports.ts';
import { preview } from '../preview.ts';
import { ledgerKeysMax, type UseLedger } from './api.ts';

interface Counting {
  readonly ledger: UseLedger;
  /** ms since 1970. */
  readonly now: () => number;
}

export interface CodeListOptions extends Counting {
  /** The company that has the codes. */
  readonly company: string;
  /**
   * The codes as they are now, with their original limits; of two with one key the last counts.
   * `PackedCodes` are used as they are; anything else is read through for each use.
   */
  readonly load: () => Promise<Iterable<PromoCode>>;
}

/** A list from anywhere as an upstream of promo codes; we count the uses. */
export function codeList({ company, load, ...counting }: CodeListOptions): PromoCodeUpstream {
  const loadPacked = async (): Promise<CompanyCodes> => {
    return { company, codes: PackedCodes.from(await load()) };
  };
  return companyCodes({ load: loadPacked, ...counting });
}

export interface CompanyCodes {
  /** The company that has the codes. */
  readonly company: string;
  readonly codes: PackedCodes;
}

interface CompanyCodesOptions extends Counting {
  readonly load: () => Promise<CompanyCodes>;
}

/** The same for a list, a file say, that names its company itself. */
export function companyCodes({ load, ledger, now }: CompanyCodesOptions): PromoCodeUpstream {
  return {
    async companies() {
      const { company, codes } = await load();
      const { size: all, activeSize: active } = codes;
      return [{ id: company, title: company, codes: { all, active, inactive: all - active } }];
    },
    async list(asked) {
      const { company, codes } = await load();
      if (asked !== company) return [];
      return codes.without(await ledger.used(company, codes.limitedKeys(ledgerKeysMax)));
    },
    async redeem(request) {
      const { company, codes } = await load();
      if (request.company !== company) {
        throw new UpstreamError('setup', 'Cannot use promo code: the list is of another company');
      }
      const key = codeKey(request.code);
      const found = codes.find(request.code);
      // With its original limit: only the ledger knows how many uses are left.
      const verdict = preview(found, now());
      if (verdict.status === 'invalid') {
        return {
          status: 'refused',
          reason: verdict.reason,
          text: `the list says ${verdict.reason}`,
        };
      }
      const isTaken = await ledger.take({ company, key, limit: found?.usesLeft ?? null });
      return isTaken
        ? { status: 'redeemed' }
        : { status: 'refused', reason: 'exhausted', text: 'all uses are taken' };
    },
  };
}
