import type { Plugin } from 'vite';

/**
 * A classic script of another origin has no base URL: a browser that may not tell the page of its
 * errors resolves its imports against `about:blank` (HTML, "create a classic script"). So it keeps
 * in mind where it was loaded from. `<img name="currentScript">` is not it, nor is the tag of its
 * own that jQuery runs it out of: then it was loaded from where a tag says that has its name.
 */
const scriptFolder = `
  let scripts = [...document.scripts];
  let own = scripts.find((script) => script === document.currentScript && script.src)
    ?? scripts.find(({ src }) => /promo-lead[^/]*$/.test(src));
  let scriptFolder = own ? new URL('.', own.src).href : './';
`;

/** Has a classic script import from its own folder. */
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
