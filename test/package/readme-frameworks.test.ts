import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { apps } from '../frameworks/apps.ts';

const readme = readFileSync('README.md', 'utf8');
const [, table = ''] = /### In your framework\n[^]*?\n(\| React[^]*?)\n\n/.exec(readme) ?? [];
const rows = table.split('\n').map((row) => row.split(' | '));

describe("The README's table of frameworks", () => {
  it('has a row for each app', () => {
    const named = rows.flatMap(([names = '']) => foldersOf(names));
    assert.deepEqual(named.toSorted(), apps.map(({ name }) => name).toSorted());
  });

  for (const [names = '', ...cells] of rows) {
    it(`shows for ${names.slice(2)} what its app does`, () => {
      const folder = foldersOf(names).at(-1);
      const paths = globSync(`test/frameworks/${folder}/{{src,types}/*.*,vite.config.js}`);
      const source = paths.map((path) => readFileSync(path, 'utf8')).join('\n');
      const written = source.replaceAll(/\s+/g, ' ');
      const pieces = [...cells.join(' ').matchAll(/`([^`]+)`/g)]
        .flatMap(([, code = '']) => code.split('…'))
        .map((piece) => piece.trim())
        .filter((piece) => piece !== '');
      assert.ok(pieces.length > 2);
      assert.deepEqual(
        pieces.filter((piece) => !written.includes(piece)),
        [],
      );
    });
  }
});

describe("The README's server", () => {
  const folder = 'test/frameworks/servers';
  const [, section = ''] = /## In a server that you have\n([^]*?)\n## /.exec(readme) ?? [];

  it('is the one that the tests start', () => {
    const [, code = ''] = /```js\n([^]*?)```/.exec(section) ?? [];
    const started = readFileSync(`${folder}/src/express.js`, 'utf8').split('\n');
    assert.ok(code.includes('mountProxy('));
    const [, imported = ''] = /import \{ (.*) \} from 'promo-lead\/node'/.exec(code) ?? [];
    assert.deepEqual(
      imported.split(', ').filter((name) => !code.includes(`${name}(`)),
      [],
      'is imported, and not used',
    );
    assert.deepEqual(
      code.split('\n').filter((line) => !started.includes(line)),
      [],
    );
  });

  it('is listed beside existing ones', () => {
    const paths = Array.from(
      section.matchAll(/\| `((?:src|next)\/[^`]*)` \|/g),
      ([, path]) => path,
    );
    assert.equal(paths.length, 5);
    assert.deepEqual(
      paths.filter((path) => !existsSync(`${folder}/${path}`)),
      [],
    );
  });
});

/** `| HTML, htmx` names the folders `html` and `htmx`. */
function foldersOf(names: string): readonly string[] {
  return names
    .slice(2)
    .split(', ')
    .map((name) => name.toLowerCase().replace(' ', '-'));
}
