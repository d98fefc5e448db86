import * as z from 'zod/mini';
import { dayMs, hourMs } from '../../contract/durations.ts';
import type { AlertCounts } from './alert-counts.ts';

type Kind = keyof AlertCounts;

/** How long after an alert about one kind the owner is not alerted to more of it. */
const pausesMs: Readonly<Record<Kind, number>> = {
  held: hourMs,
  dead: hourMs,
  uses: hourMs,
  late: 6 * hourMs,
  // Spam that waits does no harm.
  quarantined: dayMs,
  postbacks: 6 * hourMs,
  latePostbacks: 6 * hourMs,
};
const ofLeads: readonly Kind[] = ['held', 'dead', 'uses', 'late', 'quarantined'];
const kinds: readonly Kind[] = [...ofLeads, 'postbacks', 'latePostbacks'];

/** Of each kind: when the owner was alerted, and of how many, less those handled since. */
export type LastAlerts = Readonly<
  Partial<Record<Kind, { readonly count: number; readonly at: number } | undefined>>
>;
const LastAlerts: z.ZodMiniType<LastAlerts> = z.partialRecord(
  z.enum(kinds),
  z.object({ count: z.number(), at: z.number() }),
);

export function parseLastAlerts(text: string): LastAlerts {
  return LastAlerts.parse(JSON.parse(text));
}

export interface AlertDiff {
  /** Whether an alert is to be sent. */
  readonly isNew: boolean;
  /** Whether late leads, of which the owner was alerted, are delivered again. */
  readonly isOver: boolean;
  /** What to store: after the alert was sent, if there is one. */
  readonly next: LastAlerts;
}

/** Compares what waits with the last alerts. An alert is about all that waits, not only the new. */
export function diffAlerts(counts: AlertCounts, last: LastAlerts, now: number): AlertDiff {
  const isDue = (kind: Kind): boolean => {
    const { count, at } = last[kind] ?? { count: 0, at: Number.NEGATIVE_INFINITY };
    // The owner believes that an outage which was over is over: the next one is another.
    const pauseMs = kind === 'late' && count === 0 ? hourMs : pausesMs[kind];
    // An alert in the future: the clock was set back since.
    return counts[kind] > count && (now - at >= pauseMs || now < at);
  };
  const more = (kind: Kind): number => Math.max(0, counts[kind] - (last[kind]?.count ?? 0));
  // Late leads also end when they are held or given up.
  const isOver = counts.late === 0 && (last.late?.count ?? 0) > more('held') + more('dead');
  const isNew = isOver || kinds.some(isDue);
  const entries = kinds.map((kind) => {
    const before = last[kind];
    if (isNew && counts[kind] > 0) return [kind, { count: counts[kind], at: now }] as const;
    const count = Math.min(before?.count ?? 0, counts[kind]);
    return [kind, before && { count, at: before.at }] as const;
  });
  return { isNew, isOver, next: Object.fromEntries(entries) };
}
