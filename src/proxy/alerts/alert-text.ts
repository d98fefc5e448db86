import type { AlertCounts } from './alert-counts.ts';

export interface AlertOptions {
  /** The name of this server, for owners of several. */
  readonly server: string;
  readonly counts: AlertCounts;
  /** What the upstream answered to leads that are held, and to those that are late. */
  readonly reasons: { readonly held: string | undefined; readonly late: string | undefined };
  /** Whether leads are delivered again. */
  readonly isOver: boolean;
}

/**
 * An alert in a few lines of plain text. It has counts and an upstream's words, no personal data.
 */
export function alertText({ server, counts, reasons, isOver }: AlertOptions): string {
  const { held, dead, uses, late, quarantined, postbacks, latePostbacks } = counts;
  const lines = [
    late > 0 && `- ${counted(late, 'lead')} not delivered for half an hour${said(reasons.late)}`,
    held > 0 && `- ${counted(held, 'lead')} held${said(reasons.held)}`,
    dead > 0 && `- ${counted(dead, 'lead')} given up after 14 days`,
    uses > 0 && `- ${counted(uses, 'use')} of promo codes in doubt or held`,
    quarantined > 0 && `- ${counted(quarantined, 'lead')} in quarantine: they look like spam`,
  ].filter((line) => line !== false);
  const needsAttention = lines.length > (late > 0 ? 1 : 0);
  const headline =
    lines.length > 0 || postbacks + latePostbacks === 0
      ? 'leads wait.'
      : 'your tracker is not told.';
  return [
    `promo-lead on ${server}: ${isOver ? 'leads are delivered again.' : headline}`,
    ...lines,
    needsAttention && 'Handle them at /console/, or run `promo-lead doctor` for advice',
    postbacks > 0 &&
      `- ${counted(postbacks, 'postback')} to your tracker given up after three days. ` +
        'Send again: promo-lead postbacks retry --all',
    latePostbacks > 0 &&
      `- ${counted(latePostbacks, 'postback')} to your tracker not taken for six hours. ` +
        'See: promo-lead postbacks list',
  ]
    .filter((line) => line !== false)
    .join('\n');
}

function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}

/** Without characters of a chat's mentions: an upstream's words are a stranger's. */
function said(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason.replaceAll(/[<>&@]/g, ' ')})`;
}
