/**
 * Lit without what the elements never use, for the script-tag files.
 *
 * Half of `<promo-code-input>` is Lit, and of that an eighth never runs here: fallbacks for browsers
 * that lack `adoptedStyleSheets` (none of those has `:state()`, which we need), decorators,
 * reflected attributes, SVG templates, directives. The modules on npm use Lit as it is.
 *
 * The rules speak of Lit's readable modules, and each has to match: another version of Lit whose
 * text differs stops the build instead of passing unnoticed.
 */
import type { Plugin } from 'vite';

type Cut = readonly [from: RegExp, to: string];

const off = 'false';
const withoutWarnings: readonly Cut[] = [
  [/const DEV_MODE = true;/, 'const DEV_MODE = false;'],
  [/const polyfillSupport = DEV_MODE[^;]*;/, 'const polyfillSupport = undefined;'],
];

const cuts: Readonly<Record<string, readonly Cut[]>> = {
  'reactive-element/development/css-tag.js': [
    [/supportsAdoptingStyleSheets =[^;]*;/, 'supportsAdoptingStyleSheets = true;'],
    [/safeToken !== constructionToken/, off],
    // No style sheet of ours holds an expression.
    [/const cssText = [^;]*;/, 'const cssText = strings[0];'],
  ],
  'reactive-element/development/reactive-element.js': [
    ...withoutWarnings,
    // Converters: ours are flags, texts and functions of our own.
    [/case Number:[^;]*;\s*break;/, ''],
    [/case Object:\s*case Array:\s*\/\/ Do \*not\*[^]*?break;/, ''],
    [/reflect === true/, off],
    [/options\.useDefault &&\s*options\.reflect/, off],
    [/useDefault && !\(/, `${off} && !(`],
    [/!this\.hasUpdated && !useDefault/, '!this.hasUpdated'],
    [/this\.__defaultValues\?\.get\(propName\) \?\?/, ''],
    [/this\.__reflectingProperties &&=[^;]*;/, ''],
    // Decorators.
    [/Symbol\.metadata \?\?=[^;]*;/, ''],
    [/global\.litPropertyMetadata \?\?=[^;]*;/, ''],
    [/metadata !== null/, off],
    [/superCtor\._initializers !== undefined/, off],
    [/this\.constructor\._initializers\?\.forEach[^;]*;/, ''],
    [/static addInitializer\([^)]*\) \{[^}]*\}/, ''],
    [/__propertyToAttribute\(name, value\) \{[^]*?\n {4}\}/, ''],
    [/toAttribute\(value, type\) \{[^]*?\n {4}\},/, ''],
  ],
  'lit-html/development/lit-html.js': [
    ...withoutWarnings,
    [/const ENABLE_EXTRA_SECURITY_HOOKS = true;/, 'const ENABLE_EXTRA_SECURITY_HOOKS = false;'],
    [/const ENABLE_SHADYDOM_NOPATCH = true;/, 'const ENABLE_SHADYDOM_NOPATCH = false;'],
    // Templates are HTML, with bindings in attributes and between tags.
    [/type === SVG_RESULT/g, off],
    [/type === MATHML_RESULT/g, off],
    [/typeof type === 'number'/, 'true'],
    [/name\.startsWith\(marker\)/, off],
    [/rawTextElement\.test\(node\.tagName\)/, off],
    [/rawTextElement\.test\(match\[TAG_NAME\]\)/, off],
    [/while \(\(i = node\.data\.indexOf[^]*?(?=\n {16}\})/, ''],
    [/templatePart\.type === ELEMENT_PART/, off],
    [/let currentDirective = attributeIndex/, 'return value;\n    $&'],
    [/this\._\$notifyConnectionChanged\?\.\(false, true, from\);/, ''],
  ],
  'lit-element/development/lit-element.js': [
    ...withoutWarnings,
    // Hydration wants the modules on npm: both sides have to be one copy of Lit.
    [/global\.litElementHydrateSupport\?\.\([^;]*;/, ''],
  ],
};

/** @throws where a rule does not match, or where an element uses what is cut. */
export function slimLit(appliesTo: NonNullable<Plugin['applyToEnvironment']>): Plugin {
  return {
    name: 'slim-lit',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: appliesTo,
    resolveId: {
      filter: { id: /^lit(-html)?\/(async-)?directive/ },
      handler(id) {
        throw new Error(`Cannot slim Lit: ${id} is used, and the script-tag files have none`);
      },
    },
    transform: {
      filter: { id: /\/(lit-html|lit-element|reactive-element)\/.*\.js$/ },
      handler(code, id) {
        const file = Object.keys(cuts).find((name) => id.endsWith(name));
        const rules = file === undefined ? [] : (cuts[file] ?? []);
        return rules.reduce((text, [from, to]) => cut(text, from, to, id), code);
      },
    },
  };
}

function cut(text: string, from: RegExp, to: string, id: string): string {
  if (text.search(from) < 0) throw new Error(`Cannot slim Lit: ${from} is not in ${id}`);
  return text.replace(from, to);
}
