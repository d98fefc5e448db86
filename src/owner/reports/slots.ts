import { Temporal } from 'temporal-polyfill';

/** A stretch of time, in ms since 1970; `to` is the first instant after it. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** A slot in the two parts before an instant and from it on, where it lies within. */
export function partsOf({ from, to }: Slot, at: number): readonly Slot[] {
  if (at <= from || at >= to) return [{ from, to }];
  return [
    { from, to: at },
    { from: at, to },
  ];
}

const counts = { hour: 24, day: 30 } as const;

/**
 * The last hours or days up to now, oldest first, on the clock of a zone: a day may have 23 hours
 * there, or 25. Throws `RangeError` for an unknown zone.
 */
export function lastSlots(by: 'hour' | 'day', now: number, timezone: string): readonly Slot[] {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone);
  const begun =
    by === 'day' ? here.startOfDay() : here.round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return Array.from({ length: counts[by] }, (_, i) => {
    const ago = counts[by] - 1 - i;
    // Hours are counted on the time line, days on the calendar.
    const from = begun.subtract(by === 'day' ? { days: ago } : { hours: ago });
    const to = from.add(by === 'day' ? { days: 1 } : { hours: 1 });
    return {
      // Where a day has no midnight it begins at one, and those before it do not.
      from: (by === 'day' ? from.startOfDay() : from).epochMilliseconds,
      to: (by === 'day' ? to.startOfDay() : to).epochMilliseconds,
    };
  });
}
