import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { markTemplates } from '../../scripts/mark-templates.ts';

/** The rewritten form of the template between the backticks. */
const marked = (template: string): string =>
  markTemplates(`html\`${template}\``).slice('html`'.length, -1);

describe('markTemplates()', () => {
  it('writes a line for each tag and text', () => {
    assert.equal(
      marked('<b>a <i>b</i></b> c<input>'),
      ['<b', '"a ', '<i', '"b', '/', '/', '" c', '<input'].join('\n'),
    );
  });

  it('makes a node of text between tags, and adds one for an expression to end before', () => {
    assert.equal(
      marked('<p>${a} and ${b}${c}</p>'),
      ['<p', '!${a}', '" and ', '!${b}', '!${c}', '/'].join('\n'),
    );
    assert.equal(marked('<p></p>${a}'), ['<p', '/', '!${a}', '!'].join('\n'));
    assert.equal(marked('${a}'), ['!${a}', '!'].join('\n'));
    assert.equal(marked('a${b}'), ['"a', '!${b}', '!'].join('\n'));
  });

  it('gives an attribute one expression', () => {
    assert.equal(
      marked('<b .value=${a} ?hidden=${b}></b>'),
      ['<b', '.value=${a}', '?hidden=${b}', '/'].join('\n'),
    );
    assert.equal(
      marked('<b class="x ${a} y"id="${b}">'),
      ['<b', 'class=${`x ${a} y`}', 'id=${`${b}`}'].join('\n'),
    );
  });

  it('puts each attribute on a line of its own, without quotes and with a value', () => {
    assert.equal(
      marked('<b class="c d"id="e" hidden lang="f">g "h i"</b>'),
      ['<b', 'class=c d', 'id=e', 'hidden=', 'lang=f', '"g "h i"', '/'].join('\n'),
    );
    assert.equal(marked('<b id="e"hidden></b>'), ['<b', 'id=e', 'hidden=', '/'].join('\n'));
  });

  it('marks the templates inside of templates, and no others', () => {
    assert.equal(
      marked('<b a=${1}>${c ? html`<i>${d}</i>` : 0}</b>'),
      '<b\na=${1}\n!${c ? html`<i\n!${d}\n/` : 0}\n/',
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
    '<b>a\nb</b>',
    '<br>',
  ]) {
    it(`refuses what the script-tag files do not read: ${template}`, () => {
      assert.throws(() => marked(template), /Cannot mark template/);
    });
  }
});
