import type { Plugin } from 'vite';

/**
 * A classic script of another origin has no base URL: if its errors are muted for the page, a
 * browser resolves its imports against `about:blank` (HTML, "create a classic script"). So it
 * remembers the URL that it was loaded from. `<img name="currentScript">` does not have that, nor
 * does the bare tag that jQuery runs it from: then it is the URL of the tag with its file name.
 */
const scriptFolder = `
  let scripts = [...document.scripts];
  let own = scripts.find((script) => script === document.currentScript && script.src)
    ?? scripts.find(({ src }) => /promo-lead[^/]*$/.test(src));
  let scriptFolder = own ? new URL('.', own.src).href : './';
`;

/** Makes a classic script import from its own folder. */
export function importFromScriptFolder(): Plugin {
  return {
    name: 'import-from-script-folder',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'classic',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const code = chunk.code.replace(/\bimport\((["'`])\.\//g, 'import(scriptFolder + $1');
        chunk.code = `{${scriptFolder}${code}}`;
      }
    },
  };
}
