import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { parseJsonObject } from '../../../src/proxy/guards/json.ts';
import { ProblemError } from '../../../src/proxy/problem-reply.ts';

function isRefused(text: string): boolean {
  try {
    parseJsonObject(text);
    return false;
  } catch (error) {
    assert.ok(error instanceof ProblemError && error.type === 'invalid-body', String(error));
    return true;
  }
}

describe('parseJsonObject()', () => {
  const refused: Readonly<Record<string, string>> = {
    nothing: '',
    'a list': '[{"phone":"1"}]',
    'a lone value': 'null',
    'a trailing comma': '{"a":1,}',
    'a comment': '{"a":1}// b',
    'two documents': '{"a":1}{"a":1}',
    'a key twice': '{"phone":"1","phone":"2"}',
    'a key twice, once escaped': '{"phone":"1","ph\\u006fne":"2"}',
    'a key twice in an inner object': '{"a":[{"b":1,"b":2}]}',
    'the name of a prototype': '{"__proto__":{"a":1}}',
    'the name of a constructor, escaped': '{"\\u0063onstructor":1}',
    'nine levels': `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`,
    'nine levels of lists': `{"a":${'['.repeat(8)}${']'.repeat(8)}}`,
    '33 keys': JSON.stringify(Object.fromEntries(Array.from({ length: 33 }, (_, i) => [i, i]))),
    '5,000 levels': '{"a":'.repeat(5000),
  };
  for (const [what, text] of Object.entries(refused)) {
    it(`refuses ${what}`, () => assert.ok(isRefused(text)));
  }

  it('takes what looks like structure within a string for text', () => {
    const value = { a: '{"a":1,"a":2}[[[[[[[[[', 'b"{': ':', c: '\\', 'd\\': '"' };
    assert.deepEqual(parseJsonObject(JSON.stringify(value)), value);
  });

  it('answers as JSON.parse does for every object that JSON.stringify writes', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 8 });
    fc.assert(
      fc.property(objects, (value) => {
        const text = JSON.stringify(value);
        if (/"(__proto__|constructor|prototype)"/.test(text)) return;
        assert.deepEqual(parseJsonObject(text), JSON.parse(text));
      }),
    );
  });

  it('refuses or parses any text, and never fails otherwise', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void isRefused(text)));
  });
});
