import { codeKey } from '../../contract/code.ts';
import { UpstreamError } from '../failure.ts';
import { PackedCodes } from '../packed-codes.ts';
import type { PromoCode, PromoCodeUpstream } from '../ports.ts';
import { preview } from '../preview.ts';
import { ledgerKeysMax, type UseLedger } from './api.ts';

export interface CodeListOptions {
  /** The company that has the codes. */
  readonly company: string;
  /**
   * The codes as they are now, with their original limits; of two with one key the last counts.
   * `PackedCodes` are used as they are; anything else is read through for each use.
   */
  readonly load: () => Promise<Iterable<PromoCode>>;
  readonly ledger: UseLedger;
  /** ms since 1970. */
  readonly now: () => number;
}

/** A list from anywhere, a file say, as an upstream of promo codes; we count the uses. */
export function codeList({ company, load, ledger, now }: CodeListOptions): PromoCodeUpstream {
  async function list(): Promise<PackedCodes> {
    const codes = PackedCodes.from(await load());
    return codes.without(await ledger.used(company, codes.limitedKeys(ledgerKeysMax)));
  }

  return {
    async companies() {
      const { size: all, activeSize: active } = PackedCodes.from(await load());
      return [{ id: company, title: company, codes: { all, active, inactive: all - active } }];
    },
    list: async (asked) => (asked === company ? list() : []),
    async redeem(request) {
      if (request.company !== company) {
        throw new UpstreamError('setup', 'Cannot use promo code: the list is of another company');
      }
      const key = codeKey(request.code);
      const found = PackedCodes.from(await load()).find(request.code);
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
