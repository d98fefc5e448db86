import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { file, load, only, problemsOf } from './loading.ts';

describe('parseConfigFile()', () => {
  it('reads a file with a byte order mark, as some editors write it', () => {
    assert.equal(load({}, { file: file('\ufeff{ "port": 1 }') }).port, 1);
  });

  it('refuses a file that names a key twice, and says which and where', () => {
    const keyTwice = file(`{
      "port": 1, "postback": { "url": "https://a.example", "u\\u0072l": "https://b.example" },
      "products": [{ "slug": "port" }, { "slug": "b" }],
      "port": 2
    }`);
    assert.deepEqual(problemsOf({}, { file: keyTwice }), [
      { source: keyTwice, from: 'file', text: 'names "url" twice, again in line 2.' },
      { source: keyTwice, from: 'file', text: 'names "port" twice, again in line 4.' },
    ]);
  });

  it('refuses a file that is not a JSON object', () => {
    for (const content of ['', '[]', 'null', '"x"', '{', '{"port":1}{}']) {
      assert.equal(problemsOf({}, { file: file(content) }).length, 1, content);
    }
    assert.equal(only(problemsOf({}, { file: file('[]') })).source, 'the file');
    assert.match(only(problemsOf({}, { file: '/nowhere/promo-lead.json' })).text, /ENOENT/);
  });
});
