import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { Touch } from '../../src/contract/attribution.ts';
import { clickSource, clickSources } from '../../src/contract/click-source.ts';

describe('clickSource()', () => {
  const cases: readonly (readonly [Touch | undefined, string])[] = [
    [undefined, 'direct'],
    [{}, 'direct'],
    [{ utm_source: ' Google ', click_id_source: 'fbclid' }, 'google'],
    [{ click_id_source: 'fbclid' }, 'facebook'],
    [{ click_id_source: 'subid' }, 'tracker'],
    [{ click_id_source: 'subid', referrer: 'https://www.news.example/a?b=ana' }, 'tracker'],
    [{ click_id_source: 'subid', referrer: 'https://www.youtube.com/' }, 'youtube'],
    [{ referrer: 'https://www.news.example/a?b=ana' }, 'other'],
    [{ referrer: 'https://m.facebook.com/' }, 'facebook'],
    [{ referrer: 'no address' }, 'direct'],
    [{ utm_source: 'ana@mail.example' }, 'other'],
    [{ utm_source: '628123456789' }, 'other'],
    [{ utm_source: 'ana628123456789' }, 'other'],
    [{ utm_source: '"><img src=x>' }, 'other'],
    [{ click_id_source: '__proto__' }, 'tracker'],
  ];
  for (const [last, source] of cases) {
    it(`calls ${JSON.stringify(last)} ${source}`, () => {
      assert.equal(clickSource({ last }), source);
    });
  }

  it('falls back to the first visit', () => {
    const first = { utm_source: 'tiktok' };
    assert.equal(clickSource({ first, last: { referrer: '' } }), 'tiktok');
  });

  it('is one of a few words, whatever the parameters are', () => {
    const known = new Set([...clickSources, 'other', 'direct']);
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(text, text, text, (utm_source, click_id_source, referrer) => {
        const source = clickSource({ last: { utm_source, click_id_source, referrer } });
        assert(known.has(source));
      }),
    );
  });
});
