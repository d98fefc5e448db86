import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readMarkup } from '../../../demo/docs/read-markup.ts';
import { type Markup, writeMarkup } from '../../../src/contract/owner/markup.ts';

const name = fc.constantFrom('product', 'promo', 'value', 'label', 'success-url');
/** Text in one line, as controls hold it. */
const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => !one.includes('\n'));
const attributes = fc.dictionary(name, fc.oneof(text, fc.constant(true as const)));
const specimen: fc.Arbitrary<Markup> = fc.record({
  tag: fc.constantFrom('lead-form', 'promo-code-input'),
  attributes,
  content: fc.array(
    fc.record({
      tag: fc.constantFrom('option', 'span', 'label'),
      attributes,
      content: fc.array(text, { maxLength: 1 }),
    }),
  ),
});

/** As the reader returns it: nothing is left out, and white space between elements is a text. */
function plain({ tag, attributes: given = {}, content = [] }: Markup): Markup {
  const values = Object.entries(given).map(([key, value]) => [key, value === true ? '' : value]);
  const inside = content.map((one): Markup | string =>
    typeof one === 'string' ? one : plain(one),
  );
  const isMarkup = inside.some((one) => typeof one !== 'string');
  return {
    tag,
    attributes: Object.fromEntries(values) as Record<string, string>,
    content: inside.filter((one) => !isMarkup || typeof one !== 'string'),
  };
}

describe('readMarkup()', () => {
  it('reads whatever a snippet is written as', () => {
    fc.assert(
      fc.property(specimen, (markup) => {
        const [read, ...rest] = readMarkup(writeMarkup(markup));
        assert.deepEqual(rest, []);
        assert.ok(read);
        assert.deepEqual(plain(read), plain(markup));
      }),
    );
  });

  it('refuses what would run, load or stay open, and says so', () => {
    const refused: Readonly<Record<string, RegExp>> = {
      '<script>x</script>': /<script>/,
      '<p><img src="x"></p>': /<img>/,
      '<p onclick="x">a</p>': /onclick/,
      '<p style="x">a</p>': /style/,
      '<lead-form>': /end of <lead-form>/,
      '</p>': /beginning of <\/p>/,
      '<lead-form <p>': /Cannot read “<lead-form <p>”/,
    };
    for (const [html, message] of Object.entries(refused)) {
      assert.throws(() => readMarkup(html), { name: 'SyntaxError', message });
    }
  });
});
