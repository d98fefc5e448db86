import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { newsOf, readTold, type Told } from '../../../src/proxy/alerts/news.ts';

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

describe('newsOf()', () => {
  it('tells of all that waits, in the end, and then is silent until there is more', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(someWait, fc.nat(100)), { minLength: 1 }), (days) => {
        let told: Told = {};
        let now = 0;
        for (const [waits, minutes] of days) {
          now += minutes * minute;
          told = newsOf(waits, told, now).told;
        }
        const [last] = days.at(-1) ?? [nothing];
        now += 24 * 60 * minute;
        const { told: known } = newsOf(last, told, now);
        for (const kind of kinds) assert.equal(known[kind]?.count ?? 0, last[kind]);
        assert.equal(newsOf(last, known, now + 365 * 24 * 60 * minute).isNew, false);
        assert.deepEqual(readTold(JSON.stringify(known)), JSON.parse(JSON.stringify(known)));
      }),
    );
  });

  it('tells at most each hour of leads, and each day of spam, however many come', () => {
    const tellings = { held: 0, quarantined: 0 };
    for (const kind of ['held', 'quarantined'] as const) {
      let told: Told = {};
      for (let passed = 0; passed < 24 * 60; passed += 1) {
        const news = newsOf({ ...nothing, [kind]: passed + 1 }, told, passed * minute);
        if (news.isNew) tellings[kind] += 1;
        told = news.told;
      }
    }
    assert.deepEqual(tellings, { held: 24, quarantined: 1 });
  });

  it('is not silent for years where the clock was ahead when it told', () => {
    const { told } = newsOf({ ...nothing, held: 1 }, {}, Date.parse('2031-01-01'));
    assert.equal(newsOf({ ...nothing, held: 2 }, told, Date.parse('2026-01-01')).isNew, true);
  });
});
