import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  macros,
  type MacroValues,
  type PostbackTemplate,
  readTemplate,
} from '../../../src/proxy/postbacks/template.ts';
import { anyText } from '../../support/any-text.ts';

function read(text: string): PostbackTemplate {
  const template = readTemplate(text);
  assert('origin' in template, text);
  return template;
}

const someValues = fc.record(
  Object.fromEntries(macros.map((name) => [name, anyText])),
) as fc.Arbitrary<MacroValues>;

describe('readTemplate()', () => {
  it('fills in what a tracker asks for', () => {
    const template = read('https://t.example:8443/k3y/postback?subid={click_id}&status={status}');
    assert.equal(template.origin, 'https://t.example:8443');
    assert.deepEqual([template.has('status'), template.has('ref')], [true, false]);
    const values = { click_id: 'a b&c={ref}', status: 'lead' } as MacroValues;
    assert.equal(
      template.urlOf(values),
      'https://t.example:8443/k3y/postback?subid=a%20b%26c%3D%7Bref%7D&status=lead',
    );
  });

  it('keeps host, path and parameters, whatever the values are', () => {
    const query = macros.map((name) => `p_${name}=x{${name}}`).join('&');
    const template = read(`https://t.example/key/go?a=1&${query}&z=2`);
    fc.assert(
      fc.property(someValues, (values) => {
        const url = new URL(template.urlOf(values) ?? '');
        assert.equal(url.origin + url.pathname, 'https://t.example/key/go');
        assert.deepEqual(
          [...url.searchParams],
          [
            ['a', '1'],
            ...macros.map((name) => [`p_${name}`, `x${values[name].toWellFormed()}`]),
            ['z', '2'],
          ],
        );
      }),
    );
  });

  it('keeps the path around a value in it, or is not filled in', () => {
    const paths = [
      '/key/{click_id}/done',
      '/key/{click_id}',
      '/{click_id}',
      '/{click_id}/',
      '/{click_id}.',
    ];
    const templates = paths.map(
      (path) => [path, read(`https://t.example${path}?{status}`)] as const,
    );
    const dots = fc.constantFrom('.', '..', '...', '%2e', '%2e%2e', '/../', '\\..', '', '?', '#');
    const both = fc.record({ click_id: fc.oneof(anyText, dots), status: anyText });
    fc.assert(
      fc.property(both, (values) => {
        for (const [path, template] of templates) {
          const filled = template.urlOf(values as MacroValues);
          const value = encodeURIComponent(values.click_id.toWellFormed());
          const whole = path.replace('{click_id}', () => value);
          const isDots = whole.split('/').some((segment) => /^\.\.?$/.test(segment));
          assert.equal(filled === undefined, isDots, whole);
          if (filled !== undefined) assert.equal(new URL(filled).pathname, whole);
        }
      }),
    );
  });

  it('treats encoded dots as dots, and leaves the owner’s own as they are', () => {
    const values = { click_id: 'e', utm_source: '' } as MacroValues;
    assert.equal(read('https://t.example/a/%2{click_id}').urlOf(values), undefined);
    assert.equal(read('https://t.example/a/.{utm_source}').urlOf(values), undefined);
    assert.equal(
      read('https://t.example/a/../b/{click_id}').urlOf(values),
      'https://t.example/b/e',
    );
    assert.equal(
      read('https://t.example/?a=../{utm_source}.').urlOf(values),
      'https://t.example/?a=../.',
    );
  });

  for (const [text, fault] of [
    ['tracker.example/?c={click_id}', 'not_http'],
    ['ftp://tracker.example/?c={click_id}', 'not_http'],
    ['https:tracker.example/?c={click_id}', 'not_http'],
    ['https://tracker.example/?c={click_id} ', 'not_http'],
    ['https://tracker.example\\a/?c={click_id}', 'not_http'],
    ['https://{product}.example/?c={click_id}', 'host'],
    ['https://tracker.example:{time}/', 'host'],
    ['https:///{click_id}.example/', 'not_http'],
    ['{product}://tracker.example/', 'not_http'],
    ['https://me:secret@tracker.example/?c={click_id}', 'credentials'],
    ['https://tracker.example/#{click_id}', 'fragment'],
    ['https://tracker.example/?c={click_id', 'brace'],
    ['https://tracker.example/?c={{click_id}}', 'brace'],
    ['https://tracker.example/?c=%7Bclick_id%7D', 'no_macro'],
    ['https://tracker.example/?phone={phone}', 'unknown_macro'],
    ['https://tracker.example/?name={first_name}', 'unknown_macro'],
  ] as const) {
    it(`refuses ${text}`, () => {
      const refused = readTemplate(text);
      assert('fault' in refused);
      assert.equal(refused.fault, fault);
    });
  }
});
