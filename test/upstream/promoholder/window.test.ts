import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import {
  canonicalTimeZone,
  readWallClock,
  readWindow,
  refusalReason,
  windowProblem,
} from '../../../src/upstream/promoholder/window.ts';

const text = (timezone: string, startsAt: string | null, endsAt: string | null) => ({
  timezone,
  startsAt,
  endsAt,
});
const instants = (timezone: string, startsAt: string | null, endsAt: string | null): unknown => {
  const window = readWindow(text(timezone, startsAt, endsAt));
  if ('problem' in window) return window.problem;
  return [window.startsAt, window.endsAt].map((at) =>
    at === null ? null : new Date(at).toISOString(),
  );
};

describe('readWindow()', () => {
  it('reads wall-clock time of the zone, with either separator', () => {
    const expected = ['2019-12-31T21:00:00.000Z', '2019-12-31T22:00:00.000Z'];
    assert.deepEqual(
      instants('Europe/Moscow', '2020-01-01 00:00:00', '2020-01-01 01:00:00'),
      expected,
    );
    assert.deepEqual(
      instants('Europe/Moscow', '2020.01.01 00:00:00', '2020.01.01 01:00:00'),
      expected,
    );
  });

  it('has no end if none is given', () => {
    assert.deepEqual(instants('Asia/Jakarta', null, ''), [null, null]);
    assert.deepEqual(instants('', null, null), [null, null]);
  });

  it('makes the window as long as possible if a local time occurs twice', () => {
    const twice = '2026-10-25 02:30:00';
    const expected = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'];
    assert.deepEqual(instants('Europe/Berlin', twice, twice), expected);
  });

  it('moves a skipped local time forward', () => {
    const skipped = '2026-03-29 02:30:00';
    const expected = ['2026-03-29T01:30:00.000Z', '2026-03-29T01:30:00.000Z'];
    assert.deepEqual(instants('Europe/Berlin', skipped, skipped), expected);
    // Half an hour on Lord Howe Island.
    assert.deepEqual(instants('Australia/Lord_Howe', '2026-10-04 02:15:00', null), [
      '2026-10-03T15:45:00.000Z',
      null,
    ]);
  });

  it('does not take an unknown zone for UTC', () => {
    for (const zone of [
      'Mars/Base',
      '+03:00',
      '2020-01-01T00:00[Europe/Berlin]',
      '',
      'Europe/Berlin ;',
    ]) {
      assert.match(
        String(instants(zone, '2026-01-01 00:00:00', null)),
        /^unknown time zone "/,
        zone,
      );
    }
    assert.match(String(instants('Mars/Base', null, null)), /^unknown time zone "Mars/);
  });

  it('says which date is impossible', () => {
    const dates = [
      '2026-02-30 00:00:00',
      '0000-00-00 00:00:00',
      '2026-01-01 24:00:00',
      '2026-01-01 23:59:60',
      '2026-01.01 00:00:00',
      '2026-01-01',
      '-1',
      'tomorrow',
    ];
    for (const date of dates) {
      assert.match(String(instants('UTC', null, date)), /^no such date or time: "/, date);
    }
  });

  it('agrees with the clock of the zone, as Intl has it', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const instant = fc.date({
      min: new Date('1990-01-01'),
      max: new Date('2037-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, at) => {
        const wallClock = wallClockOf(zone, at);
        const window = readWindow(text(zone, wallClock, wallClock));
        assert.ok(!('problem' in window) && window.startsAt !== null && window.endsAt !== null);
        const second = Math.floor(at.getTime() / 1000) * 1000;
        // Twice in one zone, otherwise the same.
        assert.ok(second === window.startsAt || second === window.endsAt, `${zone} ${wallClock}`);
        assert.equal(wallClockOf(zone, new Date(window.startsAt)), wallClock);
        assert.equal(wallClockOf(zone, new Date(window.endsAt)), wallClock);
      }),
    );
  });
});

/** An independent source: the local time of the zone. */
function wallClockOf(timeZone: string, at: Date): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return format.format(at);
}

describe('windowProblem()', () => {
  it('finds exactly the problems that readWindow() finds', () => {
    const two = (max: number): fc.Arbitrary<string> =>
      fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
    const time = fc
      .tuple(fc.constantFrom('0000', '1900', '2024', '2026'), two(13), two(32), two(25), two(60))
      .map(([y, m, d, hour, minute]) => `${y}-${m}-${d} ${hour}:${minute}:00`);
    const end = fc.oneof(time, fc.constantFrom(null, '', ' ', 'soon', '2026.02-01 00:00:00'));
    const zone = fc.constantFrom('Asia/Jakarta', 'UTC', 'Mars/Base', '', ' ');
    const property = fc.property(zone, end, end, (timezone, startsAt, endsAt) => {
      const window = readWindow(text(timezone, startsAt, endsAt));
      const problem = 'problem' in window ? window.problem : undefined;
      assert.equal(windowProblem(text(timezone, startsAt, endsAt)), problem);
    });
    fc.assert(property, { numRuns: 2000 });
  });
});

describe('readWallClock()', () => {
  it('throws nothing but RangeError', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{4}[-.]\d\d[-.]\d\d \d\d:\d\d:\d\d$/)),
        (any) => {
          try {
            readWallClock(any);
          } catch (error) {
            assert.ok(error instanceof RangeError);
          }
        },
      ),
    );
  });
});

describe('canonicalTimeZone()', () => {
  it('returns the spelling of the tz database', () => {
    assert.equal(canonicalTimeZone(' europe/moscow '), 'Europe/Moscow');
    assert.equal(
      canonicalTimeZone('America/Argentina/Buenos_Aires'),
      'America/Argentina/Buenos_Aires',
    );
    assert.equal(canonicalTimeZone('Etc/GMT+3'), 'Etc/GMT+3');
  });
});

describe('refusalReason()', () => {
  const code = {
    usesLeft: 1,
    timezone: 'Asia/Jakarta',
    startsAt: '2026-06-01 00:00:00',
    endsAt: '2026-06-30 23:59:59',
    active: true,
  };
  const starts = Date.parse('2026-06-01T00:00:00+07:00');
  const ends = Date.parse('2026-06-30T23:59:59+07:00');

  it('accepts a code from its first second through its last', () => {
    assert.equal(refusalReason(code, starts - 1), 'not_started');
    assert.equal(refusalReason(code, starts), undefined);
    assert.equal(refusalReason(code, ends + 999), undefined);
    assert.equal(refusalReason(code, ends + 1000), 'expired');
  });

  it('names the first reason of several', () => {
    assert.equal(refusalReason({ ...code, usesLeft: 0, active: false }, ends + 1000), 'inactive');
    assert.equal(refusalReason({ ...code, usesLeft: 0 }, ends + 1000), 'expired');
    assert.equal(refusalReason({ ...code, usesLeft: 0 }, starts), 'exhausted');
    assert.equal(refusalReason({ ...code, timezone: 'Mars/Base' }, starts), 'other');
    assert.equal(refusalReason({ ...code, usesLeft: null }, starts), undefined);
  });
});
