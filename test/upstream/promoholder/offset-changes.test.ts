import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { readWindow, refusalReason } from '../../../src/upstream/promoholder/window.ts';

const second = 1000;

/** A zone's clocks change at `at`: from `before` to `after`, each in ms ahead of UTC. */
interface OffsetChange {
  readonly zone: string;
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

const zones: readonly string[] = Intl.supportedValuesOf('timeZone');
const changes: readonly OffsetChange[] = zones.flatMap((zone) => Array.from(changesOf(zone)));

function* changesOf(zone: string): Generator<OffsetChange> {
  const end = Temporal.Instant.from('2031-01-01T00:00Z').epochMilliseconds;
  let clock = Temporal.Instant.from('2024-01-01T00:00Z').toZonedDateTimeISO(zone);
  for (;;) {
    const next = clock.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= end) return;
    const before = next.subtract({ nanoseconds: 1 }).offsetNanoseconds / 1e6;
    yield { zone, at: next.epochMilliseconds, before, after: next.offsetNanoseconds / 1e6 };
    clock = next;
  }
}

/** The local time of a clock that is this far ahead of UTC. */
function wallClock(at: number, offset: number): string {
  return new Date(at + offset).toISOString().slice(0, 19).replace('T', ' ');
}

function code({ zone: timezone }: OffsetChange, startsAt: string, endsAt: string) {
  return { timezone, startsAt, endsAt, active: true, usesLeft: null };
}

/** Asserts that a code of this window is valid exactly from its first to its last millisecond. */
function assertValid(period: ReturnType<typeof code>, from: number, through: number): void {
  const what = JSON.stringify(period);
  assert.deepEqual(readWindow(period), { startsAt: from, endsAt: through }, what);
  assert.equal(refusalReason(period, from - 1), 'not_started', what);
  assert.equal(refusalReason(period, from), undefined, what);
  assert.equal(refusalReason(period, through + second - 1), undefined, what);
  assert.equal(refusalReason(period, through + second), 'expired', what);
}

describe('a promo code where the clocks change', () => {
  it('is tried at every change of every zone from 2024 to 2030', () => {
    assert.ok(changes.length > 1000, `${changes.length} changes`);
    const forward = changes.filter(({ before, after }) => before < after);
    assert.ok(forward.length > 500 && changes.length - forward.length > 500);
  });

  it('begins with the last local time before the change, and ends with the first after it', () => {
    for (const change of changes) {
      const { at, before, after } = change;
      // When clocks are set back, the times next to the change occur twice: see below.
      const repeated = Math.max(0, before - after);
      const starts = wallClock(at - second - repeated, before);
      const ends = wallClock(at + repeated, after);
      assertValid(code(change, starts, ends), at - second - repeated, at + repeated);
    }
  });

  it('begins at the first and ends at the second of two equal local times', () => {
    for (const change of changes) {
      const { at, before, after } = change;
      const repeated = before - after;
      for (const into of [0, repeated / 2, repeated - second]) {
        if (repeated <= 0) continue;
        const local = wallClock(at + into, after);
        assertValid(code(change, local, local), at + into - repeated, at + into);
      }
    }
  });

  it('begins and ends later by the gap, at a local time that is skipped', () => {
    for (const change of changes) {
      const { at, before, after } = change;
      const skipped = after - before;
      for (const into of [0, skipped / 2, skipped - second]) {
        if (skipped <= 0) continue;
        const local = wallClock(at + into, before);
        assertValid(code(change, local, local), at + into, at + into);
      }
    }
  });
});
