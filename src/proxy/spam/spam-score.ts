import type { LeadRequest } from '../../contract/lead.ts';
import type { SpamReason } from '../../contract/owner/spam-reasons.ts';
import type { Standing } from '../limits/flood-limits.ts';

/** What tells against a lead, and how much; at 100 it is spam where the owner sets nothing else. */
export const weights: Readonly<Record<SpamReason, number>> = {
  /** The field that no person sees was filled in: by a bot, or by a browser's autofill. */
  trap: 50,
  /** It was filled in faster than a person types. Autofill and one click are as fast. */
  hurry: 50,
  /** A name has a link in it: nobody is called so. */
  link: 100,
  /** Many leads came under these names. A shop has customers of one name. */
  namesakes: 40,
  /** Many leads came under these names with this long text. */
  copies: 100,
  /** Too many leads come from everywhere, and the work that is asked for then was not done. */
  rush: 40,
  /** Too many leads come from this address or its network. */
  flood: 100,
};

/** How much a lead looks like spam. */
export interface SpamScore {
  readonly score: number;
  readonly reasons: readonly SpamReason[];
  readonly isQuarantined: boolean;
}

export interface SpamSettings {
  /** False: leads are scored, and all of them are sent. */
  readonly isQuarantining: boolean;
  /** The score from which a lead is quarantined. */
  readonly quarantineScore: number;
  /** Nobody fills a form in faster. */
  readonly hurryMs: number;
}

export const defaultSpamSettings: SpamSettings = {
  isQuarantining: true,
  quarantineScore: 100,
  hurryMs: 2000,
};

/** What is known of a lead beside what it says. */
export interface SpamCircumstances {
  readonly standing: Standing;
  /** What there is too much of. */
  readonly repeats: 'copies' | 'namesakes' | undefined;
}

/** Scores a lead; undefined where nothing tells against it. Nothing that it says refuses it. */
export function spamScore(
  lead: LeadRequest,
  { standing, repeats }: SpamCircumstances,
  { isQuarantining, quarantineScore, hurryMs }: SpamSettings,
): SpamScore | undefined {
  const { trap, elapsed_ms: elapsedMs } = lead.signals ?? {};
  const signs: readonly (SpamReason | false | undefined)[] = [
    trap && 'trap',
    elapsedMs !== undefined && elapsedMs < hurryMs && 'hurry',
    hasLink(`${lead.first_name}\n${lead.last_name}`) && 'link',
    repeats,
    standing !== 'clear' && standing,
  ];
  const reasons = signs.filter((sign) => typeof sign === 'string');
  if (reasons.length === 0) return undefined;
  const score = reasons.reduce((sum, reason) => sum + weights[reason], 0);
  return { score, reasons, isQuarantined: isQuarantining && score >= quarantineScore };
}

/**
 * A scheme, `www.`, or a host with a path. A dot alone is none: "Ma.Theresa", "J.Doe" and "Ph.D."
 * are names. Without repetition in repetition, so that no text makes it run away.
 */
function hasLink(text: string): boolean {
  return /:\/\/|\bwww\.|\.[a-z]{2,24}\//i.test(text);
}
