import { Temporal } from 'temporal-polyfill';

/** A period, in ms since 1970; `to` is the first instant after it. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** Splits a slot at an instant, if that lies within. */
export function partsOf({ from, to }: Slot, at: number): readonly Slot[] {
  if (at <= from || at >= to) return [{ from, to }];
  return [
    { from, to: at },
    { from: at, to },
  ];
}

const counts = { hour: 24, day: 30 } as const;

/**
 * The last hours or days up to now, oldest first, in a time zone: a day may have 23 or 25 hours.
 * Throws `RangeError` for an unknown zone.
 */
export function lastSlots(by: 'hour' | 'day', now: number, timezone: string): readonly Slot[] {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone);
  const begun =
    by === 'day' ? here.startOfDay() : here.round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return Array.from({ length: counts[by] }, (_, i) => {
    const ago = counts[by] - 1 - i;
    // Hours are exact time, days are calendar days.
    const from = begun.subtract(by === 'day' ? { days: ago } : { hours: ago });
    const to = from.add(by === 'day' ? { days: 1 } : { hours: 1 });
    return {
      // A day without midnight begins at one o'clock, and the days before it do not.
      from: (by === 'day' ? from.startOfDay() : from).epochMilliseconds,
      to: (by === 'day' ? to.startOfDay() : to).epochMilliseconds,
    };
  });
}
