import type { Plugin } from 'vite';

/**
 * A list of names in place of the imports of `languages.ts`, for the script-tag files. A bundler
 * has to see each import to find its module; these files have their modules beside them. It saves
 * some 60 bytes of what a page loads at first.
 *
 * @throws where the table does not look as it did.
 */
export function listLanguages(appliesTo: NonNullable<Plugin['applyToEnvironment']>): Plugin {
  return {
    name: 'list-languages',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: appliesTo,
    transform: {
      filter: { id: /\/shared\/languages\.ts$/ },
      handler(code) {
        const [table = ''] = /(?<=export const languages\b[^{]*= )\{[^]*?\n\}/.exec(code) ?? [];
        return { code: code.replace(table, listOf(table)), map: null };
      },
    },
  };
}

function listOf(table: string): string {
  const entries = [
    ...table.matchAll(/'?([\w-]+)'?: \(\) => import\('..\/locales\/([\w-]+)\.ts'\)/g),
  ];
  const names = entries.map(([, , name = '']) => name);
  const isAsExpected = entries.every(([, key, name = '']) => key === keyOf(name));
  if (!isAsExpected || names.length === 0 || names.length !== table.split('import(').length - 1) {
    throw new Error('Cannot list the languages: languages.ts looks otherwise than it did');
  }
  return `Object.fromEntries('${names.join(' ')}'.split(' ').map((name) => [
    name.replace('-BR', '').toLowerCase(),
    () => import(/* @vite-ignore */ \`./locales/\${name}.js\`),
  ]))`;
}

/** A region says nothing: there is one Portuguese. As in the script above. */
function keyOf(name: string): string {
  return name.replace('-BR', '').toLowerCase();
}
