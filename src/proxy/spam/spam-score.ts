import type { LeadRequest } from '../../contract/lead.ts';
import type { SpamReason } from '../../contract/owner/spam-reasons.ts';
import type { FloodLevel } from '../limits/flood-limits.ts';

/** How much each sign counts against a lead; from 100 it is spam by default. */
export const weights: Readonly<Record<SpamReason, number>> = {
  /** The field that nobody sees was filled in: by a bot, or by a browser's autofill. */
  trap: 50,
  /** It was filled in faster than a person types. Autofill and one click are as fast. */
  hurry: 50,
  /** A name contains a link. */
  link: 100,
  /** Many leads came with these names. Some customers of a shop share a name. */
  namesakes: 40,
  /** Many leads came with these names and this long text. */
  copies: 100,
  /** Too many leads come from everywhere, and the work that this costs was not done. */
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
  /** If false, leads are scored, and all of them are sent. */
  readonly isQuarantining: boolean;
  /** The score from which a lead is quarantined. */
  readonly quarantineScore: number;
  /** A form that was filled in faster than this is suspicious. */
  readonly hurryMs: number;
}

export const defaultSpamSettings: SpamSettings = {
  isQuarantining: true,
  quarantineScore: 100,
  hurryMs: 2000,
};

/** What is known of a lead besides its fields. */
export interface SpamCircumstances {
  readonly floodLevel: FloodLevel;
  /** What there is too much of. */
  readonly repeats: 'copies' | 'namesakes' | undefined;
}

/** Scores a lead; undefined if there is no sign of spam. No score refuses a lead. */
export function spamScore(
  lead: LeadRequest,
  { floodLevel, repeats }: SpamCircumstances,
  { isQuarantining, quarantineScore, hurryMs }: SpamSettings,
): SpamScore | undefined {
  const { trap, elapsed_ms: elapsedMs } = lead.signals ?? {};
  const signs: readonly (SpamReason | false | undefined)[] = [
    trap && 'trap',
    elapsedMs !== undefined && elapsedMs < hurryMs && 'hurry',
    hasLink(`${lead.first_name}\n${lead.last_name}`) && 'link',
    repeats,
    floodLevel !== 'normal' && floodLevel,
  ];
  const reasons = signs.filter((sign) => typeof sign === 'string');
  if (reasons.length === 0) return undefined;
  const score = reasons.reduce((sum, reason) => sum + weights[reason], 0);
  return { score, reasons, isQuarantined: isQuarantining && score >= quarantineScore };
}

/**
 * A scheme, `www.`, or a host with a path. A dot alone is not a link: "Ma.Theresa", "J.Doe" and
 * "Ph.D." are names, and a couple may be "Bp.Budi/Ibu Ani". So only common ends of hosts are taken
 * for one. No nested repetition, so no text makes it backtrack for long.
 */
function hasLink(text: string): boolean {
  const hostWithPath =
    /\.(?:[a-z]{2}|app|biz|click|com|info|link|net|online|org|shop|site|store|top|xyz)\//;
  return /:\/\/|\bwww\./i.test(text) || hostWithPath.test(text);
}
