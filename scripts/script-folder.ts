import type { Plugin } from 'vite';

/**
 * A classic script of another origin has no base URL: a browser that may not tell the page of its
 * errors resolves its imports against `about:blank` (HTML, "create a classic script"). So it keeps
 * in mind where it was loaded from. `<img name="currentScript">` is not it.
 */
const scriptFolder = `
  const { currentScript } = document;
  const isLoaded = currentScript instanceof HTMLScriptElement && currentScript.src;
  const scriptFolder = isLoaded ? new URL('.', currentScript.src).href : './';
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
