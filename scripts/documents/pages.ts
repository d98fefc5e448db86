import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { elementsOf, type Manifest } from '../manifest/manifest.ts';
import { escapeHtml, renderMarkdown } from './markdown.ts';
import { referenceOf } from './reference.ts';

const root = resolve(import.meta.dirname, '../..');

interface DocumentPage {
  /** Relative to the folder of the demo. */
  readonly path: string;
  readonly title: string;
  /** Made on request: the manifest exists by then. */
  readonly body: () => string;
}

const elements = ['lead-form', 'promo-code-input'];

const start = 'demo/docs/index.md';

/** Every page of the documents, the guides in the order in which the first page names them. */
export function documentPages(): readonly DocumentPage[] {
  const list = readFileSync(resolve(root, start), 'utf8');
  const place = (file: string): number => list.indexOf(`(guides/${basename(file)})`);
  const guides = globSync('demo/docs/guides/*.md', { cwd: root });
  guides.sort((one, other) => place(one) - place(other));
  return [
    markdownPage('docs/index', start),
    ...elements.map((tagName) => ({
      path: `docs/${tagName}.html`,
      title: `<${tagName}>`,
      body: () => reference(tagName),
    })),
    ...guides.map((file) => markdownPage(`docs/guides/${basename(file, '.md')}`, file)),
  ];
}

function markdownPage(name: string, file: string): DocumentPage {
  const text = readFileSync(resolve(root, file), 'utf8');
  const title = /^# (.+)/.exec(text)?.[1];
  if (title === undefined) throw new Error(`Cannot make page: no title in ${file}`);
  return { path: `${name}.html`, title, body: () => renderMarkdown(text) };
}

function reference(tagName: string): string {
  const text = readFileSync(resolve(root, 'dist/custom-elements.json'), 'utf8');
  const manifest = JSON.parse(text) as Manifest;
  const element = elementsOf(manifest).find((one) => one.tagName === tagName);
  if (!element) throw new Error(`Cannot make reference: <${tagName}> is not in the manifest`);
  return referenceOf(
    element,
    manifest.modules.flatMap(({ declarations }) => declarations),
  );
}

/** The whole page, as Vite expects it: scripts and styles are named by their sources. */
export function writePage(page: DocumentPage, pages: readonly DocumentPage[]): string {
  const up = '../'.repeat(page.path.split('/').length - 1);
  const links = (isGuide: boolean): string => {
    const some = pages.filter(({ path }) => path.startsWith('docs/guides/') === isGuide);
    const items = some.map(({ path, title }) => {
      const current = path === page.path ? ' aria-current="page"' : '';
      return `<li><a href="${up}${path}"${current}>${escapeHtml(title)}</a></li>`;
    });
    return items.join('\n');
  };
  const styles = ['base', 'pages', 'code', 'documents'].map(
    (name) => `<link rel="stylesheet" href="${up}styles/${name}.css" />`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>${escapeHtml(page.title)}</title>
<link rel="icon" href="${up}favicon.svg" />
${styles.join('\n')}
<script type="module" src="${up}docs/documents.ts"></script>
</head>
<body>
<div class="page documents">
<nav aria-label="Documents">
<ul>
${links(false)}
<li><a href="${up}playground.html">Playground</a></li>
</ul>
<p id="guides-list">Guides</p>
<ul aria-labelledby="guides-list">
${links(true)}
</ul>
</nav>
<main>
${page.body()}
</main>
</div>
<footer class="foot"><p>Nothing that is typed here reaches a server.</p>
<nav aria-label="Other pages"><a href="${up}index.html">The landing page</a></nav></footer>
</body>
</html>
`;
}
