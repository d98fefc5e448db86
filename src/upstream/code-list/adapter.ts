import { codeKey } from '../../contract/code.ts';
import { preview } from '../preview.ts';
import type { PromoCode, PromoCodeUpstream } from '../ports.ts';
import { UpstreamError } from '../failure.ts';

/** Who counts the uses of codes that a list cannot count itself. */
export interface UseLedger {
  /** Uses so far of these codes, by `codeKey()`; others may be counted besides. */
  used(company: string, keys?: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Takes one use where fewer than `limit` were taken (null: any number), and answers whether it
   * did; whoever asks at the same moment is counted too.
   */
  take(use: {
    readonly company: string;
    readonly key: string;
    readonly limit: number | null;
  }): Promise<boolean>;
}

export interface CodeListOptions {
  /** The one company that has the codes. */
  readonly company: string;
  /** The codes as they are now, with the limits that they began with. */
  readonly load: () => Promise<readonly PromoCode[]>;
  readonly ledger: UseLedger;
  /** ms since 1970. */
  readonly now: () => number;
}

/** A list that lies somewhere, in a file say, as an upstream of promo codes; uses are ours. */
export function codeList({ company, load, ledger, now }: CodeListOptions): PromoCodeUpstream {
  async function list(): Promise<readonly PromoCode[]> {
    const codes = await load();
    const limited = codes.filter(({ usesLeft }) => usesLeft !== null);
    const used = await ledger.used(
      company,
      limited.map(({ code }) => codeKey(code)),
    );
    return codes.map(({ usesLeft: limit, code, timezone, startsAt, endsAt, active }) => {
      const usesLeft = limit && Math.max(0, limit - (used.get(codeKey(code)) ?? 0));
      return { code, usesLeft, timezone, startsAt, endsAt, active };
    });
  }

  return {
    async companies() {
      const codes = await load();
      const active = codes.filter((code) => code.active).length;
      const counted = { all: codes.length, active, inactive: codes.length - active };
      return [{ id: company, title: company, codes: counted }];
    },
    list: async (asked) => (asked === company ? list() : []),
    async redeem(request) {
      if (request.company !== company) {
        throw new UpstreamError('setup', 'Cannot use promo code: the list is of another company');
      }
      const key = codeKey(request.code);
      const found = (await load()).find((each) => codeKey(each.code) === key);
      // With its first limit: how many uses are left, only the ledger can tell.
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
