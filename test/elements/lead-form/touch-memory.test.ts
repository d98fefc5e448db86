import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LeadRequest, type Touch } from '../../../src/contract/index.ts';
import { attributionOf } from '../../../src/elements/lead-form/attribution.ts';
import {
  readTouches,
  termOf,
  TouchMemory,
  type TouchStorages,
} from '../../../src/elements/lead-form/touch-memory.ts';

const dayMs = 86_400_000;
const key = 'promo-lead:touches';

/** Two storages of a browser in memory, and a clock that the test sets. */
class Browser {
  readonly visit: Map<string, string> = new Map();
  readonly days: Map<string, string> = new Map();
  now: number = Date.UTC(2026, 10, 21);

  memory(): TouchMemory {
    return new TouchMemory(
      { visit: () => storageOn(this.visit), days: () => storageOn(this.days) },
      () => this.now,
    );
  }

  /** The touch of a page that is visited now. */
  touch(fields: Touch): Touch {
    return { at: new Date(this.now).toISOString(), ...fields };
  }

  kept(place: 'visit' | 'days'): readonly Touch[] {
    return readTouches(this[place].get(key) ?? '');
  }
}

function storageOn(map: Map<string, string>): ReturnType<TouchStorages['visit']> {
  return {
    getItem: (name) => map.get(name) ?? null,
    setItem: (name, value) => void map.set(name, value),
    removeItem: (name) => void map.delete(name),
  };
}

function clickIds(touches: readonly Touch[]): readonly (string | undefined)[] {
  return touches.map(({ click_id }) => click_id);
}

describe('termOf()', () => {
  it('is a visit without a number, and 1 to 365 days with one', () => {
    for (const remember of ['', 'visit', 'yes', true]) assert.equal(termOf(remember), 'visit');
    assert.deepEqual(
      ['30', ' 30 ', '0', '-5', '9999', '1e9'].map(termOf),
      [30, 30, 1, 1, 365, 365],
    );
  });

  it('is undefined if it is absent, or written out as false', () => {
    assert.deepEqual([undefined, null, false, 'false'].map(termOf), Array(4).fill(undefined));
  });
});

describe('TouchMemory', () => {
  it('keeps the first touch, the last, and the last that has a click id, in their order', () => {
    const browser = new Browser();
    const pages: readonly Touch[] = [
      { referrer: 'https://search.example/' },
      { click_id: 'A' },
      { click_id: 'B' },
      { utm_source: 'mail' },
      { utm_source: 'chat' },
    ];
    for (const page of pages) {
      browser.now += 1_000;
      browser.memory().remember([browser.touch(page)], 'visit');
    }
    const [first, clicked, last] = browser.memory().remember([], 'visit');
    assert.equal(first?.referrer, 'https://search.example/');
    assert.equal(clicked?.click_id, 'B');
    assert.equal(last?.utm_source, 'chat');
  });

  it('forgets a touch once it is as old as was asked for, and not before', () => {
    const browser = new Browser();
    browser.memory().remember([browser.touch({ click_id: 'A' })], 30);
    browser.now += 20 * dayMs;
    browser.memory().remember([browser.touch({ click_id: 'B' })], 30);
    browser.now += 10 * dayMs;
    assert.deepEqual(clickIds(browser.memory().remember([], 30)), ['A', 'B']);
    browser.now += 1;
    assert.deepEqual(clickIds(browser.memory().remember([], 30)), ['B']);
    assert.deepEqual(clickIds(browser.kept('days')), ['B']);
    browser.now += 30 * dayMs;
    assert.deepEqual(browser.memory().remember([], 30), []);
    assert.equal(browser.days.size, 0);
  });

  it('forgets what was dated by a clock far ahead', () => {
    const browser = new Browser();
    browser.memory().remember([browser.touch({ click_id: 'A' })], 30);
    browser.now -= 31 * dayMs;
    assert.deepEqual(browser.memory().remember([], 30), []);
  });

  it('keeps touches in one storage, and moves them to the other', () => {
    const browser = new Browser();
    browser.memory().remember([browser.touch({ click_id: 'A' })], 'visit');
    assert.deepEqual([browser.visit.size, browser.days.size], [1, 0]);
    browser.memory().remember([browser.touch({ click_id: 'B' })], 30);
    assert.deepEqual([browser.visit.size, browser.days.size], [0, 1]);
    assert.deepEqual(clickIds(browser.kept('days')), ['A', 'B']);
    browser.memory().remember([], 'visit');
    assert.deepEqual([browser.visit.size, browser.days.size], [1, 0]);
    browser.memory().forget();
    assert.deepEqual([browser.visit.size, browser.days.size], [0, 0]);
  });

  it('knows the touches of its page if nothing can be stored', () => {
    const denied = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    const full = (): ReturnType<TouchStorages['visit']> => ({
      ...storageOn(new Map()),
      setItem: denied,
    });
    for (const storage of [denied, full]) {
      const memory = new TouchMemory({ visit: storage, days: storage });
      assert.deepEqual(memory.remember([{ click_id: 'A' }], 30), [{ click_id: 'A' }]);
      memory.forget();
    }
  });
});

describe('readTouches()', () => {
  const at = '2026-11-21T00:00:00.000Z';

  it('reads what was kept, letter for letter', () => {
    const touch = { at, click_id: 'aB-_%=&#', click_id_source: 'gclid', utm_source: 'É' };
    assert.deepEqual(readTouches(JSON.stringify([touch])), [touch]);
  });

  it('takes from a foreign text only what may be kept', () => {
    const texts = [
      '',
      '{',
      'null',
      '"x"',
      '{"at":1}',
      `[{"at":"never","click_id":"A"}]`,
      `[{"at":{"toString":1},"click_id":"A"}]`,
      `[{"at":"${at}"}]`,
      `[{"at":"${at}","click_id":7,"other":"x"}]`,
      `[{"at":"${at}","click_id":"${'x'.repeat(30_000)}"}]`,
      `[{"at":"${at}","__proto__":{"click_id":"A"}}]`,
    ];
    for (const text of texts) assert.deepEqual(readTouches(text), [], text.slice(0, 60));
    assert.deepEqual(readTouches(`[1,{"at":"${at}","click_id":"A","utm_term":"a\\u0000"}]`), [
      { at, click_id: 'A' },
    ]);
  });

  it('makes no lead that the contract refuses, whatever is stored', () => {
    const touch = fc.record(
      {
        at: fc.oneof(fc.constant(at), fc.string(), fc.jsonValue()),
        click_id: fc.oneof(fc.string({ unit: 'binary', maxLength: 2_500 }), fc.jsonValue()),
        referrer: fc.oneof(fc.string({ unit: 'binary', maxLength: 2_500 }), fc.jsonValue()),
        utm_term: fc.jsonValue(),
        other: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const stored = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(fc.oneof(touch, fc.jsonValue())).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(stored, (text) => {
        const touches = readTouches(text);
        const lead = {
          first_name: 'A',
          last_name: 'B',
          phone: '12345678',
          product: 'x',
          attribution: attributionOf(touches.at(-1), touches[0]),
        };
        assert.ok(LeadRequest.safeParse(lead).success);
      }),
    );
  });
});
