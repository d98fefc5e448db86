import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, it } from 'node:test';
import type { Command, ParseOptionsResult } from 'commander';
import { elementsOf, type Manifest } from '../../scripts/manifest/manifest.ts';
import { createProgram } from '../../src/node/cli/run.ts';
import { settings } from '../../src/node/config/settings.ts';
import { codeBlocks } from '../support/code-blocks.ts';

const folder = 'dist/demo';
const pages = globSync('**/*.html', { cwd: folder }).toSorted();
const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as Manifest;
const elements = elementsOf(manifest);
const blocks = codeBlocks('demo/docs/**/*.md');

function read(page: string): string {
  return readFileSync(join(folder, page), 'utf8');
}

const widget = '/widget/';

/** The file, as the server finds it: the script files stand beside the demo, and not in it. */
function target(page: string, path: string): string {
  if (path.startsWith(widget)) return posix.join('../cdn', path.slice(widget.length));
  const found = path === '' ? page : posix.join(posix.dirname(page), path);
  return path === '.' || path.endsWith('/') ? posix.join(found, 'index.html') : found;
}

describe("The demo's pages", () => {
  it('lead to nothing that is not there', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/<(?:a|link|script)\b[^>]*? (?:href|src)="([^"]*)"/g)].flatMap(
        ([, link = '']) => {
          if (/^(?:https?|data):/.test(link)) return [];
          const [path = '', anchor] = link.split('#');
          const file = target(page, path);
          const isThere = existsSync(join(folder, file));
          const isMarked =
            anchor === undefined || (isThere && read(file).includes(`id="${anchor}"`));
          return isThere && isMarked ? [] : [`${page}: ${link}`];
        },
      ),
    );
    assert.deepEqual(broken, []);
    assert.ok(pages.includes('docs/guides/going-live.html') && pages.includes('docs/index.html'));
  });

  it('tell of everything that the manifest has', () => {
    for (const { tagName, attributes, members, events, slots, ...css } of elements) {
      const cells = read(`docs/${tagName}.html`).matchAll(/<th scope="row">(.*?)<\/th>/g);
      const heads = new Set([...cells].map(([, head = '']) => head.replaceAll(/<\/?code>/g, '')));
      const fields = members.filter(({ kind }) => kind === 'field');
      const methods = members.filter(({ kind }) => kind === 'method');
      const names = [
        ...[...attributes, ...fields, ...events, ...css.cssProperties].map(({ name }) => name),
        ...methods.map(({ name, parameters = [] }) => {
          return `${name}(${parameters.map((parameter) => parameter.name).join(', ')})`;
        }),
        ...slots.map(({ name }) => (name === '' ? '(default)' : name)),
        ...css.cssParts.map(({ name }) => `::part(${name})`),
        ...css.cssStates.map(({ name }) => `:state(${name})`),
      ];
      assert.deepEqual(
        names.filter((name) => !heads.has(name)),
        [],
      );
    }
  });
});

describe("The guides' code", () => {
  it('names attributes, events and parts that are there', () => {
    const everywhere = new Set(['lang', 'dir', 'slot', 'id', 'class']);
    const wrong = blocks.flatMap(({ file, text }) =>
      elements.flatMap(({ tagName, attributes }) =>
        [...text.matchAll(new RegExp(`<${tagName}\\b([^>]*)>`, 'g'))].flatMap(([, tag = '']) =>
          [...tag.replaceAll(/"[^"]*"/g, '""').matchAll(/[\w-]+/g)]
            .map(([name]) => name)
            .filter((name) => !attributes.some((one) => one.name === name))
            .filter((name) => !everywhere.has(name))
            .map((name) => `${file}: ${name}`),
        ),
      ),
    );
    assert.deepEqual(wrong, []);
    const known = new Set(elements.flatMap(({ events }) => events.map(({ name }) => name)));
    const heard = blocks.flatMap(({ text }) =>
      [...text.matchAll(/addEventListener\('((?:lead|promo)-[^']+)'/g)].map(
        ([, name = '']) => name,
      ),
    );
    assert.ok(heard.length > 0);
    assert.deepEqual(
      heard.filter((name) => !known.has(name)),
      [],
    );
  });

  it('gives commands and variables that are there', () => {
    const { stdout, stderr } = process;
    const variables = new Set(settings.map(({ variable }) => variable));
    const lines = blocks
      .filter(({ lang }) => lang === 'sh')
      .flatMap(({ text }) => text.split('\n').filter((line) => line !== ''));
    assert.ok(lines.length > 15);
    for (const line of lines) {
      const words = line.split(' ');
      const isSetting = (word: string): boolean => /^[A-Z_]+=/.test(word);
      for (const word of words.filter(isSetting)) {
        assert.ok(variables.has(word.slice(0, word.indexOf('='))), line);
      }
      if (words[0] === 'export') continue;
      const [command, ...args] = words.filter((word) => !isSetting(word));
      assert.equal(command, 'promo-lead', line);
      const program = createProgram({ terminal: { stdout, stderr, env: {} }, exitCode: 0 });
      const { unknown, operands } = leafOf(program, args);
      assert.deepEqual(unknown, [], line);
      assert.ok(
        operands.every((word) => /^[A-Z]+$/.test(word)),
        line,
      );
    }
  });
});

/** Follows the words of a command line to its command, without running it. */
function leafOf(program: Command, args: readonly string[]): ParseOptionsResult {
  const [name = '', ...rest] = args;
  const child = program.commands.find((one) => one.name() === name);
  return child ? leafOf(child, rest) : program.parseOptions([...args]);
}
