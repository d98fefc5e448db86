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
    assert.equal(marked('<b .value=${a} ?hidden=${b}></b>'), '<b\n.value=${a}\n?hidden=${b}></b>');
    assert.equal(marked('<b class="x ${a} y"id="${b}">'), '<b\nclass=${`x ${a} y`}\nid=${`${b}`}>');
  });

  it('puts each attribute onto a line of its own, without quotes', () => {
    assert.equal(
      marked('<b class="c d"id="e" hidden lang="f">g "h i"</b>'),
      '<b\nclass=c d\nid=e\nhidden\nlang=f>g "h i"</b>',
    );
  });

  it('marks the templates inside of templates, and no others', () => {
    assert.equal(
      marked('<b a=${1}>${c ? html`<i>${d}</i>` : 0}</b>'),
      '<b\na=${1}><!--${c ? html`<i><!--${d}--></i>` : 0}--></b>',
    );
    assert.equal(markTemplates('css`a${b}`; `<p>${c}</p>`'), 'css`a${b}`; `<p>${c}</p>`');
  });

  for (const template of [
    '10 $',
    '<b>&amp;</b>',
    '<!-- a -->',
    "<b id='a'></b>",
    '<b id=">"></b>',
    '<b id="a=b"></b>',
    '<b  id="a"></b>',
    '<b id="a" ></b>',
    '<b>a > b</b>',
    '<br>',
  ]) {
    it(`refuses what the script-tag files do not read: ${template}`, () => {
      assert.throws(() => marked(template), /Cannot mark template/);
    });
  }
});
