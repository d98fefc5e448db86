import { Temporal } from 'temporal-polyfill';
import type { PromoCode } from '../ports.ts';
import type { Refusal } from './api.ts';
import { memoize } from './memoize.ts';

/** A code's window as instants, in milliseconds since 1970; null if it is open at that end. */
export interface CodeWindow {
  /** Its first millisecond. */
  readonly startsAt: number | null;
  /** The beginning of its last second, which is part of it. */
  readonly endsAt: number | null;
}

/** A window that cannot be understood; `problem` says why, for the owner. */
export interface UnusableWindow {
  readonly problem: string;
}

type WindowText = Pick<PromoCode, 'timezone' | 'startsAt' | 'endsAt'>;

type ReadWindow = (text: WindowText) => CodeWindow | UnusableWindow;

/**
 * Reads a code's window, which is wall-clock time in the code's own zone.
 *
 * A local time that occurs twice (clocks set back) makes the window as long as possible: it starts
 * at the earlier and ends at the later one. A local time that is skipped (clocks set forward) is
 * moved forward by the gap, as Temporal's 'compatible' does. An unknown zone or an impossible date
 * makes the window unusable; it is never silently taken as UTC.
 */
export const readWindow: ReadWindow = memoize(
  parseWindow,
  ({ timezone, startsAt, endsAt }) => `${timezone}\n${startsAt}\n${endsAt}`,
);

function parseWindow({ timezone, startsAt, endsAt }: WindowText): CodeWindow | UnusableWindow {
  const starts = nullIfBlank(startsAt);
  const ends = nullIfBlank(endsAt);
  if (timezone.trim() === '' && starts === null && ends === null) return always;
  const zone = canonicalTimeZone(timezone);
  if (zone === undefined) return { problem: `unknown time zone ${JSON.stringify(timezone)}` };
  try {
    return {
      startsAt: starts === null ? null : instantOf(starts, zone, 'earlier'),
      endsAt: ends === null ? null : instantOf(ends, zone, 'later'),
    };
  } catch (error) {
    if (error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}

/**
 * Why nobody can use a code with this window, for the owner; undefined if it can be understood. A
 * list of a million codes may have a million windows, so a valid one is not converted to instants.
 */
export function windowProblem(text: WindowText): string | undefined {
  const { timezone, startsAt, endsAt } = text;
  const areReadable =
    (startsAt === null || isWallClock(startsAt)) && (endsAt === null || isWallClock(endsAt));
  if (areReadable && canonicalTimeZone(timezone) !== undefined) return undefined;
  const window = readWindow(text);
  return 'problem' in window ? window.problem : undefined;
}

/** Whether it certainly is a wall-clock time. */
const isWallClock: (text: string) => boolean = memoize((text) => {
  const [, year, , month, day, time] = wallClock.exec(text.trim()) ?? [];
  // `Date` turns the 30th of February into a day of March, or an invalid date.
  return new Date(`${year}-${month}-${day}T${time}Z`).getUTCDate() === Number(day);
});

const always: CodeWindow = { startsAt: null, endsAt: null };

/** The tz database's names: letters first, so neither an offset nor a bracketed ISO string. */
const zoneName: RegExp = /^[a-z][\w+-]*(?:\/[\w+-]+)*$/i;

/** The zone in the spelling of the tz database; undefined if the runtime does not know it. */
export const canonicalTimeZone: (timezone: string) => string | undefined = memoize((timezone) => {
  const name = timezone.trim();
  if (!zoneName.test(name)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
});

/** promoholder's document says `Y-m-d H:i:s`; its example is `2020.01.01 00:00:00`. */
const wallClock: RegExp = /^(\d{4})([-.])(\d\d)\2(\d\d) (\d\d:\d\d:[0-5]\d)$/;

type ReadWallClock = (text: string) => Temporal.PlainDateTime;

/** Reads a wall-clock time. @throws {RangeError} If there is no such date or time. */
export const readWallClock: ReadWallClock = memoize((text) => {
  const [, year, , month, day, time] = wallClock.exec(text.trim()) ?? [];
  try {
    return Temporal.PlainDateTime.from(`${year}-${month}-${day}T${time}`);
  } catch {
    throw new RangeError(`no such date or time: ${JSON.stringify(text)}`);
  }
});

function instantOf(text: string, zone: string, repeated: 'earlier' | 'later'): number {
  // 'compatible' is 'earlier' for a repeated local time, and 'later' for a skipped one.
  const disambiguation = repeated === 'earlier' ? 'compatible' : 'later';
  return readWallClock(text).toZonedDateTime(zone, { disambiguation }).epochMilliseconds;
}

function nullIfBlank(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}

/**
 * Why a code would be refused at `now` (milliseconds since 1970), or undefined. A preview and the
 * embedded backend's check share this order, so that both give the same reason.
 */
export function refusalReason(
  code: Omit<PromoCode, 'code'>,
  now: number,
): Exclude<Refusal, 'unknown'> | undefined {
  if (!code.active) return 'inactive';
  const window = readWindow(code);
  if ('problem' in window) return 'other';
  if (window.startsAt !== null && now < window.startsAt) return 'not_started';
  if (window.endsAt !== null && now >= window.endsAt + 1000) return 'expired';
  return code.usesLeft !== null && code.usesLeft <= 0 ? 'exhausted' : undefined;
}

/** The local time of the zone at an instant (ms since 1970), as `YYYY-MM-DD HH:MM:SS`. */
export function wallClockAt(at: number, timezone: string): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  return there.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}
