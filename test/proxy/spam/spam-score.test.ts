import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { LeadRequest } from '../../../src/contract/lead.ts';
import { defaultSpamSettings, spamScore, weights } from '../../../src/proxy/spam/spam-score.ts';
import { goodLead } from '../../support/proxy/proxy-stage.ts';

const unsuspicious = { floodLevel: 'normal', repeats: undefined } as const;

function scoreOf(
  fields: Partial<LeadRequest>,
  circumstances: Partial<Parameters<typeof spamScore>[1]> = {},
  settings: Partial<typeof defaultSpamSettings> = {},
): ReturnType<typeof spamScore> {
  return spamScore(
    { ...goodLead, ...fields },
    { ...unsuspicious, ...circumstances },
    { ...defaultSpamSettings, ...settings },
  );
}

describe('spamScore()', () => {
  it('weighs each sign as the guide says', () => {
    const guide = readFileSync('demo/docs/guides/floods-and-spam.md', 'utf8');
    const rows = guide.matchAll(/^\| `(\w+)`.* \| (\d+) *\|$/gm);
    const said = [...rows].map(([, sign = '', score]): [string, number] => [sign, Number(score)]);
    assert.deepEqual(Object.fromEntries(said), weights);
  });

  it('has nothing against a lead that a person typed', () => {
    assert.equal(scoreOf({}), undefined);
    assert.equal(scoreOf({ signals: { elapsed_ms: 2000 } }), undefined);
  });

  it('quarantines for no single sign that an honest visitor may show', () => {
    const each = [
      scoreOf({ signals: { trap: true } }),
      scoreOf({ signals: { elapsed_ms: 0 } }),
      scoreOf({}, { repeats: 'namesakes' }),
      scoreOf({}, { floodLevel: 'rush' }),
      scoreOf({ signals: { elapsed_ms: 0 } }, { repeats: 'namesakes' }),
    ];
    assert.deepEqual(
      each.map((score) => [score?.reasons.join(' '), score?.isQuarantined]),
      [
        ['trap', false],
        ['hurry', false],
        ['namesakes', false],
        ['rush', false],
        ['hurry namesakes', false],
      ],
    );
  });

  it('quarantines what no person sends, and a lead with two signs', () => {
    const each = [
      scoreOf({ signals: { trap: true, elapsed_ms: 12 } }),
      scoreOf({}, { floodLevel: 'flood' }),
      scoreOf({}, { repeats: 'copies' }),
      scoreOf({ last_name: 'see https://spam.example' }),
    ];
    assert.deepEqual(
      each.map((score) => [score?.reasons.join(' '), score?.isQuarantined]),
      [
        ['trap hurry', true],
        ['flood', true],
        ['copies', true],
        ['link', true],
      ],
    );
  });

  it('goes by what the owner sets', () => {
    const signals = { trap: true, elapsed_ms: 1200 } as const;
    assert.equal(scoreOf({ signals })?.isQuarantined, true);
    assert.equal(scoreOf({ signals }, {}, { quarantineScore: 101 })?.isQuarantined, false);
    assert.equal(scoreOf({ signals }, {}, { hurryMs: 1000 })?.isQuarantined, false);
    const off = scoreOf({ signals }, { floodLevel: 'flood' }, { isQuarantining: false });
    assert.deepEqual(off, {
      score: 200,
      reasons: ['trap', 'hurry', 'flood'],
      isQuarantined: false,
    });
  });

  it('knows a link from a name with a dot', () => {
    const names = ['Ma.Theresa', 'J.Doe', 'Ph.D.', 'A/P Kumar', "O'Neil", 'Dr. W. van Dijk'];
    const couples = ['Bp.Budi/Ibu Ani', 'bp.budi/ibu.ani', 'Mr.Li/Mrs.Li', 'Ani S.Pd/Adi M.Kom'];
    for (const name of [...names, ...couples]) {
      assert.equal(scoreOf({ last_name: name }), undefined, name);
    }
    for (const name of ['HTTP://X', 'www.x', 'Win t.me/abc now', 'bit.ly/1', 'win.com/']) {
      assert.deepEqual(scoreOf({ first_name: name })?.reasons, ['link'], name);
    }
  });

  it('only adds: no sign ever lowers a score', () => {
    const signals = fc.record(
      { trap: fc.constant(true as const), elapsed_ms: fc.nat(5000) },
      { requiredKeys: [] },
    );
    const circumstances = fc.record({
      floodLevel: fc.constantFrom('normal', 'rush', 'flood'),
      repeats: fc.constantFrom('copies', 'namesakes', undefined),
    });
    fc.assert(
      fc.property(fc.string(), signals, circumstances, (last_name, given, known) => {
        const score = scoreOf({ last_name, signals: given }, known)?.score ?? 0;
        const alone = scoreOf({ last_name, signals: given })?.score ?? 0;
        const trapped = scoreOf({ last_name, signals: { ...given, trap: true } }, known);
        assert.ok(alone <= score && score <= (trapped?.score ?? 0));
      }),
    );
  });
});
