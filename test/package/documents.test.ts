import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, it } from 'node:test';
import type { Command, ParseOptionsResult } from 'commander';
import packageManifest from '../../package.json' with { type: 'json' };
import { elementsOf, type Manifest } from '../../scripts/manifest/manifest.ts';
import { createProgram } from '../../src/node/cli/run.ts';
import { fileSetting, settings } from '../../src/node/config/settings.ts';
import { codeBlocks } from '../support/documents/code-blocks.ts';
import { databaseVariable } from '../support/store/database.ts';

const folder = 'dist/demo';
const pages = globSync('**/*.html', { cwd: folder }).toSorted();
const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as Manifest;
const elements = elementsOf(manifest);
const blocks = codeBlocks('{README.md,demo/docs/**/*.md}');

function read(page: string): string {
  return readFileSync(join(folder, page), 'utf8');
}

const widget = '/widget/';

/** The file as the server finds it: the script files are beside the demo, not in it. */
function target(page: string, path: string): string {
  if (path.startsWith(widget)) return posix.join('../cdn', path.slice(widget.length));
  const found = path === '' ? page : posix.join(posix.dirname(page), path);
  return path === '.' || path.endsWith('/') ? posix.join(found, 'index.html') : found;
}

describe("The demo's pages", () => {
  it('have no broken links', () => {
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

  it('document everything in the manifest', () => {
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

describe("The guides' and the README's code", () => {
  it('names existing attributes, events, parts and custom properties', () => {
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
    const known = new Set(
      elements.flatMap(({ events, cssParts, cssProperties }) =>
        [...events, ...cssParts, ...cssProperties].map(({ name }) => name),
      ),
    );
    const uses =
      /addEventListener\('((?:lead|promo)-[^']+)'|::part\((\w+)\)|(--promo-lead-[\w-]+):/g;
    const used = blocks.flatMap(({ text }) =>
      [...text.matchAll(uses)].map(([, event, part, property]) => event ?? part ?? property ?? ''),
    );
    assert.ok(used.length > 5);
    assert.deepEqual(
      used.filter((name) => !known.has(name)),
      [],
    );
  });
});

describe('The Markdown', () => {
  const files = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'src/README.md'];
  const texts = [...files, ...globSync('demo/docs/**/*.md')].map((file) => ({
    file,
    text: readFileSync(file, 'utf8'),
  }));

  it('links to existing files and headings', () => {
    const broken = texts.flatMap(({ file, text }) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
        const [path = '', anchor] = link.split('#');
        // Links to pages are checked in the built pages above.
        if (path.startsWith('https:') || path.endsWith('.html')) return [];
        const to = path === '' ? file : posix.join(posix.dirname(file), path);
        const headings = anchor === undefined ? [] : headingsOf(to);
        const isThere = existsSync(to) && (anchor === undefined || headings.includes(anchor));
        return isThere ? [] : [`${file}: ${link}`];
      }),
    );
    assert.deepEqual(broken, []);
  });

  it('names existing variables', () => {
    const variables = new Set([fileSetting, ...settings].map(({ variable }) => variable));
    const named = texts.flatMap(({ text }) =>
      [...text.matchAll(/\b(?:PROMO_LEAD|PROMOHOLDER|PROMOS_SERU)_[A-Z_]+/g)].map(([name]) => name),
    );
    // Selects the database of the tests.
    const own = new Set([databaseVariable]);
    assert.deepEqual(
      named.filter((name) => !variables.has(name) && !own.has(name)),
      [],
    );
  });

  it('makes every trusted reverse proxy pass the client’s address', () => {
    const line = 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;';
    const sections = texts.flatMap(({ file, text }) =>
      text.split(/^(?=## )/m).map((section) => ({ file, section })),
    );
    const trusting = sections.filter(({ section }) =>
      section.includes('PROMO_LEAD_TRUSTED_PROXIES='),
    );
    assert(trusting.length >= 3);
    const silent = trusting.filter(({ section }) => !section.includes(line));
    assert.deepEqual(
      silent.map(({ file, section }) => `${file}: ${section.slice(0, 40)}`),
      [],
    );
  });

  it('names existing commands and scripts', () => {
    const { stdout, stderr } = process;
    for (const { file, text } of texts) {
      for (const [, line = ''] of text.matchAll(/`promo-lead ([^`]+)`/g)) {
        const program = createProgram({ terminal: { stdout, stderr, env: {} }, exitCode: 0 });
        // Supplies the value of an option that is quoted without one: only --phone is.
        const { unknown, operands } = leafOf(program, [...line.split(' '), '62812345678']);
        assert.deepEqual(
          [...unknown, ...operands.filter((word) => !/^(?:[A-Z]+|\d+)$/.test(word))],
          [],
          `${file}: ${line}`,
        );
      }
    }
    const scripts = new Set(Object.keys(packageManifest.scripts));
    const lines = texts.flatMap(({ text }) =>
      Array.from(text.matchAll(/\bnpm run (?:-s )?([\w:-]+)|\bnode ((?:bench|test)\/[\w./-]*\w)/g)),
    );
    assert.ok(lines.length > 15);
    const missing = lines.filter(
      ([, script, file]) => !scripts.has(script ?? '') && !existsSync(file ?? ''),
    );
    assert.deepEqual(missing.map(String), []);
  });
});

/** Makes anchors from headings as GitHub does. */
function headingsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** Follows the words of a command line to its command, without running it. */
function leafOf(program: Command, args: readonly string[]): ParseOptionsResult {
  const [name = '', ...rest] = args;
  const child = program.commands.find((one) => one.name() === name);
  return child ? leafOf(child, rest) : program.parseOptions([...args]);
}
