import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LeadRequest } from '../../../src/contract/index.ts';
import {
  attributionOf,
  captureTouch,
  clickIdParams,
  toTouch,
} from '../../../src/elements/lead-form/attribution.ts';

const now = Date.UTC(2026, 10, 21, 20);
const site = 'https://shop.example';

function touchOf(url: string, referrer = '', before = ''): ReturnType<typeof captureTouch> {
  return captureTouch({ urls: [site + url, before], referrer, now, clickIdParams });
}

describe('captureTouch()', () => {
  it('takes the click id, its parameter, and utm_* from the URL', () => {
    assert.deepEqual(touchOf('/?utm_source=mail&gclid=G-1&utm_campaign=may&other=x'), {
      at: '2026-11-21T20:00:00.000Z',
      click_id: 'G-1',
      click_id_source: 'gclid',
      utm_source: 'mail',
      utm_campaign: 'may',
    });
  });

  for (const name of clickIdParams) {
    it(`knows ${name}`, () => {
      assert.equal(touchOf(`/?${name}=abc`)?.click_id, 'abc');
    });
  }

  it('takes the first of several click ids in the order of the list, letter for letter', () => {
    assert.equal(touchOf('/?fbclid=F&subid=S-%2B_x&click_id=')?.click_id, 'S-+_x');
  });

  it('has the referrer if it is of another site, and not of this one', () => {
    assert.equal(touchOf('/', 'https://blog.example/post')?.referrer, 'https://blog.example/post');
    assert.equal(touchOf('/', `${site}/`), undefined);
    assert.equal(touchOf('/', 'nonsense'), undefined);
  });

  it('is undefined if the URL says nothing', () => {
    assert.equal(touchOf('/?promo=A'), undefined);
  });

  it('uses the document’s first URL if the present one says nothing', () => {
    assert.equal(touchOf('/order', '', `${site}/?gclid=G-1`)?.click_id, 'G-1');
    assert.equal(touchOf('/order?gclid=G-2', '', `${site}/?gclid=G-1`)?.click_id, 'G-2');
  });

  it('uses the previous page of this site if its own URL says nothing', () => {
    assert.deepEqual(
      touchOf('/order', `${site}/?gclid=G-1&utm_term=x`),
      touchOf('/?gclid=G-1&utm_term=x'),
    );
    assert.equal(touchOf('/order?utm_source=mail', `${site}/?gclid=G-1`)?.click_id, undefined);
    assert.equal(touchOf('/order', 'https://blog.example/?gclid=G-1')?.click_id, undefined);
  });

  it('leaves out what is too long or cannot be shown, and a campaign before a click id', () => {
    const long = 'x'.repeat(600);
    assert.deepEqual(touchOf(`/?utm_source=a%00b&utm_term=${long}&gclid=${long}`), {
      at: '2026-11-21T20:00:00.000Z',
      click_id: long,
      click_id_source: 'gclid',
    });
  });

  it('makes no lead that the contract refuses, whatever the URL holds', () => {
    const value = fc.string({ unit: 'binary', maxLength: 1_200 });
    const name = fc.constantFrom('utm_source', 'utm_term', 'click_id', 'gclid');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), fc.webUrl(), (params, referrer) => {
        const url = new URL(site);
        for (const param of params) url.searchParams.append(...param);
        const touch = captureTouch({ urls: [url.href, ''], referrer, now, clickIdParams });
        const lead = {
          first_name: 'A',
          last_name: 'B',
          phone: '12345678',
          product: 'x',
          click_id: touch?.click_id,
          attribution: attributionOf(touch),
        };
        assert.ok(LeadRequest.safeParse(lead).success);
        assert.ok(JSON.stringify(lead).length < 2_600);
      }),
    );
  });
});

describe('toTouch()', () => {
  it('leaves room in a body of 32 KiB for the most that a visitor can type', () => {
    const wide = '語'.repeat(1_000);
    const touch = { at: new Date(now).toISOString(), ...toTouch([['click_id', wide]]) };
    const names = Array.from({ length: 16 }, (_, index) => `${'😀'.repeat(62)}${index + 10}`);
    const values = names.map((_, index) => '😀'.repeat(index < 3 ? 1_000 : 0));
    const lead = {
      first_name: '𝒜'.repeat(255),
      last_name: '𝒜'.repeat(255),
      phone: '1'.repeat(14),
      product: 'x'.repeat(64),
      promo_code: '語'.repeat(255),
      company: 'x'.repeat(128),
      click_id: touch.click_id,
      attribution: attributionOf(touch),
      extra: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
      signals: { trap: true, elapsed_ms: Number.MAX_SAFE_INTEGER },
      locale: 'zh-Hant',
    };
    assert.deepEqual(LeadRequest.safeParse(lead).error, undefined);
    assert.ok(Buffer.byteLength(JSON.stringify(lead)) < 32 * 1024);
  });
});

describe('attributionOf()', () => {
  it('is the first and the last touch, which may be one', () => {
    const [a, b] = [{ at: 'a' }, { at: 'b' }];
    assert.deepEqual(attributionOf(b, a), { first: a, last: b });
    assert.deepEqual(attributionOf(a), { first: a, last: a });
    assert.equal(attributionOf(undefined), undefined);
  });
});
