import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LeadRequest } from '../../../src/contract/index.ts';
import {
  attributionOf,
  captureTouch,
  clickIdParams,
} from '../../../src/elements/lead-form/attribution.ts';

const now = Date.UTC(2026, 10, 21, 20);
const touchOf = (url: string, referrer = ''): ReturnType<typeof captureTouch> =>
  captureTouch({ url: new URL(url, 'https://shop.example'), referrer, now, clickIdParams });

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

  it('takes the first of several click ids in the order of the list', () => {
    assert.equal(touchOf('/?fbclid=F&subid=S&click_id=')?.click_id, 'S');
  });

  it('tells of a page elsewhere that led here, and of no page of this site', () => {
    assert.equal(touchOf('/', 'https://blog.example/post')?.referrer, 'https://blog.example/post');
    assert.equal(touchOf('/', 'https://shop.example/'), undefined);
    assert.equal(touchOf('/', 'nonsense'), undefined);
  });

  it('is nothing where the URL tells nothing', () => {
    assert.equal(touchOf('/?promo=A'), undefined);
  });

  it('makes no lead that the contract refuses, whatever the URL holds', () => {
    const value = fc.string({ unit: 'binary', maxLength: 3_000 });
    const name = fc.constantFrom('utm_source', 'utm_term', 'click_id', 'gclid');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), fc.webUrl(), (params, referrer) => {
        const url = new URL('https://shop.example');
        for (const param of params) url.searchParams.append(...param);
        const touch = captureTouch({ url, referrer, now, clickIdParams });
        const lead = {
          first_name: 'A',
          last_name: 'B',
          phone: '12345678',
          product: 'x',
          attribution: attributionOf(touch),
        };
        assert.ok(LeadRequest.safeParse(lead).success);
      }),
    );
  });
});
