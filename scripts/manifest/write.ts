/**
 * Makes the package's manifest from what the analyzer found, and from that the data for editors and
 * frameworks: the last step of the build.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import manifest from '../../package.json' with { type: 'json' };
import { frameworkTypes } from './framework-types.ts';
import { elementsOf, type Manifest } from './manifest.ts';
import { publicManifest } from './public-manifest.ts';
import { cssData, htmlData } from './vs-code-data.ts';
import { webTypes } from './web-types.ts';

const path = 'dist/custom-elements.json';
const found = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
const made = publicManifest(found);
const elements = elementsOf(made);

writeJson(path, made);
writeJson('dist/vscode.html-custom-data.json', htmlData(elements));
writeJson('dist/vscode.css-custom-data.json', cssData(elements));
writeJson('dist/web-types.json', webTypes(elements, manifest));

// TypeScript 6 and later ask that what is imported for its effects can be found (TS2882).
writeFileSync('dist/style-sheet.d.ts', 'export {};\n');

mkdirSync('dist/types', { recursive: true });
for (const [framework, text] of frameworkTypes(elements)) {
  writeFileSync(`dist/types/${framework}.d.ts`, text);
  // So that a bundler finds a module for `import 'promo-lead/types/…'`.
  writeFileSync(`dist/types/${framework}.js`, 'export {};\n');
}

function writeJson(file: string, value: object): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
