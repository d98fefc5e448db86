import * as z from 'zod/mini';
import { hourMs } from '../../contract/durations.ts';
import type { WhatWaits } from './what-waits.ts';

type Kind = keyof WhatWaits;

/** How long after the owner was told of one kind more of it may wait. */
const pauses: Readonly<Record<Kind, number>> = {
  held: hourMs,
  dead: hourMs,
  uses: hourMs,
  late: 6 * hourMs,
  // Nothing is hurt by spam that waits.
  quarantined: 24 * hourMs,
  postbacks: 6 * hourMs,
  latePostbacks: 6 * hourMs,
};
const ofLeads: readonly Kind[] = ['held', 'dead', 'uses', 'late', 'quarantined'];
const kinds: readonly Kind[] = [...ofLeads, 'postbacks', 'latePostbacks'];

/** Of each kind: how many waited when the owner was told, less what was seen to since; and when. */
export type Told = Readonly<
  Partial<Record<Kind, { readonly count: number; readonly at: number } | undefined>>
>;
const Told: z.ZodMiniType<Told> = z.partialRecord(
  z.enum(kinds),
  z.object({ count: z.number(), at: z.number() }),
);

export function readTold(text: string): Told {
  return Told.parse(JSON.parse(text));
}

export interface News {
  /** Whether there is something to tell. */
  readonly isNew: boolean;
  /** Whether leads are on their way again, of which the owner was told that they were not. */
  readonly isOver: boolean;
  /** What was told, once it is. */
  readonly told: Told;
}

/** Compares what waits with what the owner knows. Whoever is told is told of all that waits. */
export function newsOf(waits: WhatWaits, told: Told, now: number): News {
  const isDue = (kind: Kind): boolean => {
    const { count, at } = told[kind] ?? { count: 0, at: Number.NEGATIVE_INFINITY };
    // Told in the future: the clock was set back since.
    return waits[kind] > count && (now - at >= pauses[kind] || now < at);
  };
  const isOver = waits.late === 0 && (told.late?.count ?? 0) > 0;
  const isNew = isOver || kinds.some(isDue);
  const entries = kinds.map((kind) => {
    const before = told[kind];
    if (isNew && waits[kind] > 0) return [kind, { count: waits[kind], at: now }] as const;
    const count = Math.min(before?.count ?? 0, waits[kind]);
    return [kind, before && { count, at: before.at }] as const;
  });
  return { isNew, isOver, told: Object.fromEntries(entries) };
}
