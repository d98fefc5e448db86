import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  diffAlerts,
  type LastAlerts,
  parseLastAlerts,
} from '../../../src/proxy/alerts/alert-diff.ts';

const minute = 60_000;
const ofLeads = ['held', 'dead', 'uses', 'late', 'quarantined'] as const;
const kinds = [...ofLeads, 'postbacks', 'latePostbacks'] as const;
const nothing = {
  held: 0,
  dead: 0,
  uses: 0,
  late: 0,
  quarantined: 0,
  postbacks: 0,
  latePostbacks: 0,
};
const someWait = fc.record(
  Object.fromEntries(kinds.map((kind) => [kind, fc.nat(3)])) as Record<
    (typeof kinds)[number],
    fc.Arbitrary<number>
  >,
);

describe('diffAlerts()', () => {
  it('reports all that waits in the end, and then nothing until there is more', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(someWait, fc.nat(100)), { minLength: 1 }), (days) => {
        let known: LastAlerts = {};
        let now = 0;
        for (const [waits, minutes] of days) {
          now += minutes * minute;
          known = diffAlerts(waits, known, now).next;
        }
        const [last] = days.at(-1) ?? [nothing];
        now += 24 * 60 * minute;
        known = diffAlerts(last, known, now).next;
        for (const kind of kinds) assert.equal(known[kind]?.count ?? 0, last[kind]);
        assert.equal(diffAlerts(last, known, now + 365 * 24 * 60 * minute).isNew, false);
        assert.deepEqual(parseLastAlerts(JSON.stringify(known)), JSON.parse(JSON.stringify(known)));
      }),
    );
  });

  it('reports leads at most every hour, and spam at most every day, however many come', () => {
    const alerts = { held: 0, quarantined: 0 };
    for (const kind of ['held', 'quarantined'] as const) {
      let known: LastAlerts = {};
      for (let passed = 0; passed < 24 * 60; passed += 1) {
        const diff = diffAlerts({ ...nothing, [kind]: passed + 1 }, known, passed * minute);
        if (diff.isNew) alerts[kind] += 1;
        known = diff.next;
      }
    }
    assert.deepEqual(alerts, { held: 24, quarantined: 1 });
  });

  it('reports an outage every six hours, and the next one within the hour', () => {
    const alerts: string[] = [];
    let known: LastAlerts = {};
    for (let passed = 0; passed < 12 * 60; passed += 1) {
      const hour = passed / 60;
      const isLate = (hour >= 1 && hour < 8) || (hour >= 8.25 && hour < 11);
      const diff = diffAlerts({ ...nothing, late: isLate ? passed : 0 }, known, passed * minute);
      if (diff.isNew) alerts.push(`${diff.isOver ? 'over' : 'late'} ${hour}`);
      known = diff.next;
    }
    assert.deepEqual(alerts, ['late 1', 'late 7', 'over 8', 'late 8.25', 'over 11']);
  });

  it('is not silent for years if the clock was ahead at the last alert', () => {
    const { next } = diffAlerts({ ...nothing, held: 1 }, {}, Date.parse('2031-01-01'));
    assert.equal(diffAlerts({ ...nothing, held: 2 }, next, Date.parse('2026-01-01')).isNew, true);
  });
});
