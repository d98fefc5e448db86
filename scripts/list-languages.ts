import type { Plugin } from 'vite';

/**
 * Replaces the imports in `languages.ts` by a list of names, for the script-tag files. A bundler
 * has to see each import to find its module; these files have their modules beside them. This saves
 * some 60 bytes of what a page loads first.
 *
 * @throws if the table has another form than expected.
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

/** Without the region: there is only one Portuguese. The script above does the same. */
function keyOf(name: string): string {
  return name.replace('-BR', '').toLowerCase();
}
