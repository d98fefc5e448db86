import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { viewLanguage } from '../../src/contract/view.ts';
import { languages, matchLanguage } from '../../src/elements/shared/languages.ts';

describe('viewLanguage()', () => {
  it('accepts every language that a form may report, and no other', () => {
    for (const language of [...Object.keys(languages), matchLanguage('xx')]) {
      assert.equal(viewLanguage(language), language);
    }
    assert.deepEqual(['xx', 'id-Ana', '', undefined].map(viewLanguage), ['other', 'other', '', '']);
  });
});
