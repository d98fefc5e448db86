import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

describe("The README's example of a server", () => {
  it('renders the form in its language, with the built package', () => {
    const readme = readFileSync('README.md', 'utf8');
    const [, code = ''] = /### On a server\n[^]*?```js\n([^]*?)```/.exec(readme) ?? [];
    assert.match(code, /from 'promo-lead'/);
    const args = ['--input-type=module', '--eval', code];
    const markup = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 90_000 });
    assert.match(markup, /<template [^>]*shadowrootmode="open"/);
    assert.match(markup, /action="https:\/\/leads\.example\/v1\/leads"/);
    assert.match(markup, /Nama depan/);
  });
});
