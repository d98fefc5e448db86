import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { markTemplates } from '../../scripts/mark-templates.ts';

/** What of the template between backticks becomes of it. */
const marked = (template: string): string =>
  markTemplates(`html\`${template}\``).slice('html`'.length, -1);

describe('markTemplates()', () => {
  it('makes a comment of what stands between tags, and brings along a node to end before', () => {
    assert.equal(
      marked('<p>${a} and ${b}${c}</p>'),
      '<p><!--${a}--> and <!--${b}--><!--${c}--></p>',
    );
    assert.equal(marked('<p></p>${a}'), '<p></p><!--${a}--><!---->');
    assert.equal(marked('${a}'), '<!--${a}--><!---->');
  });

  it('gives an attribute one expression', () => {
    const same = '<b .value=${a} ?hidden=${b} @click=${c} class="d"></b>';
    assert.equal(marked(same), same);
    assert.equal(marked('<b class="x ${a} y"id="${b}">'), '<b class=${`x ${a} y`}id=${`${b}`}>');
  });

  it('marks the templates inside of templates, and no others', () => {
    assert.equal(
      marked('<b a=${1}>${c ? html`<i>${d}</i>` : 0}</b>'),
      '<b a=${1}><!--${c ? html`<i><!--${d}--></i>` : 0}--></b>',
    );
    assert.equal(markTemplates('css`a${b}`; `<p>${c}</p>`'), 'css`a${b}`; `<p>${c}</p>`');
  });

  for (const template of [
    '10 $',
    '<b>&amp;</b>',
    '<!-- a -->',
    "<b id='a'></b>",
    '<b id=">"></b>',
    '<br>',
  ]) {
    it(`refuses what the script-tag files do not read: ${template}`, () => {
      assert.throws(() => marked(template), /Cannot mark template/);
    });
  }
});
