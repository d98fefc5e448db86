import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { withTables } from '../support/documents/readme-tables.ts';

describe('README.md', () => {
  it('has up-to-date generated tables (npm run readme)', () => {
    const text = readFileSync('README.md', 'utf8');
    assert.equal(text, withTables(text));
  });
});
