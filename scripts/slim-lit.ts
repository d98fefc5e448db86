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
  [/\(global\.\w+Versions \?\?= \[\]\)\.push\('[\d.]+'\);/, ''],
];

const notServed: readonly Cut[] = [[/this(\.#host)?\.isServed/g, off]];

const cuts: Readonly<Record<string, readonly Cut[]>> = {
  'reactive-element/development/css-tag.js': [
    [/supportsAdoptingStyleSheets =[^;]*;/, 'supportsAdoptingStyleSheets = true;'],
    [/safeToken !== constructionToken/, off],
    // No style sheet of ours holds an expression.
    [/const cssText = [^;]*;/, 'const cssText = strings[0];'],
    [/s instanceof CSSStyleSheet \? s : s\.styleSheet\)/, 's.styleSheet)'],
  ],
  'reactive-element/development/reactive-element.js': [
    ...withoutWarnings,
    // Converters: ours are flags, texts and functions of our own.
    [/case Number:[^;]*;\s*break;/, ''],
    [/case Object:\s*case Array:\s*\/\/ Do \*not\*[^]*?break;/, ''],
    [/reflect === true/g, off],
    [/options\.useDefault &&\s*options\.reflect/, off],
    [/useDefault && !\(/, `${off} && !(`],
    [/!this\.hasUpdated && !useDefault/, '!this.hasUpdated'],
    [/this\.__defaultValues\?\.get\(propName\) \?\?/, ''],
    [/this\.__reflectingProperties &&=[^;]*;/, ''],
    [/typeof options\.converter === 'function'/, off],
    [/\(options\.hasChanged \?\? notEqual\)/, 'notEqual'],
    [/hasChanged: notEqual,/, ''],
    [/JSCompiler_renameProperty\(('\w+'), \w+\)/g, '$1'],
    [/reflect: false,\s*useDefault: false,/, ''],
    [/ && this\.__reflectingProperty !== propName/, ''],
    [/this\.__reflectingProperty = \w+;/g, ''],
    [/options \?\?= ctor\.getPropertyOptions\(name\);/, ''],
    [/\(name, oldValue, \{ useDefault, reflect, wrapped \}, initializeValue\)/, '(name, oldValue)'],
    // Reactive properties of ours have no accessors of their own.
    [/if \(options\.state\)/, `if (${off})`],
    [/this\.prototype\.hasOwnProperty\(name\)/, off],
    [/!options\.noAccessor/, 'true'],
    [/getOwnPropertyDescriptor\(this\.prototype, name\) \?\? \{/, '{'],
    [/if \(elementProperties\.size > 0\) \{[^]*?\n {12}\}/, ''],
    [/getOwnPropertyNames\(props\),\s*\.\.\.getOwnPropertySymbols\(props\)/, 'Object.keys(props)'],
    [/const emptyStringForBooleanAttribute = [^;]*;/, ''],
    // An update is never put off or held back.
    [/const result = this\.scheduleUpdate\(\);[^]*?await result;\s*\}/, 'this.performUpdate();'],
    [/\n {4}scheduleUpdate\(\) \{[^]*?\n {4}\}/, ''],
    [/this\.shouldUpdate\(changedProperties\)/, 'true'],
    [/shouldUpdate\(_changedProperties\) \{[^}]*\}/, ''],
    [/\n {8}this\.updated\(changedProperties\);/, ''],
    [/updated\(_changedProperties\) \{ \}/, ''],
    [/const elementStyles = \[\];[^]*?return elementStyles;/, 'return [styles].flat();'],
    [/removeController\(controller\) \{[^}]*\}/, ''],
    // Decorators.
    [/Symbol\.metadata \?\?=[^;]*;/, ''],
    [/global\.litPropertyMetadata \?\?=[^;]*;/, ''],
    [/const metadata = this\[Symbol\.metadata\];/, 'const metadata = null;'],
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
    [/wrap\(wrap\((this\._\$startNode)\)\.parentNode\)/, '$1.parentNode'],
    [/wrap\(([\w.$]+)\)/g, '$1'],
    // Templates are HTML, with bindings in attributes and between tags.
    [/type === SVG_RESULT/g, off],
    [/type === MATHML_RESULT/g, off],
    [/match\[COMMENT_START\] === '!--'/, off],
    [/match\[COMMENT_START\] !== undefined/, off],
    [/match\[DYNAMIC_TAG_NAME\] !== undefined/, off],
    [/rawTextEndRegex \?\? textEndRegex/, 'textEndRegex'],
    [/regex === commentEndRegex \|\| regex === comment2EndRegex/, off],
    [/rawTextEndRegex = undefined;/, ''],
    [/typeof type === 'number'/, 'true'],
    [/name\.startsWith\(marker\)/, off],
    [/rawTextElement\.test\(node\.tagName\)/, off],
    [/rawTextElement\.test\(match\[TAG_NAME\]\)/, off],
    [/while \(\(i = node\.data\.indexOf[^]*?(?=\n {16}\})/, ''],
    [/templatePart\.type === ELEMENT_PART/, off],
    [/resolveDirective\(this, ([\w[\] +]+), directiveParent(?:, \w+)?\)/g, '$1'],
    [/this\._\$notifyConnectionChanged\?\.\(false, true, from\);/, ''],
    // What directives ask a part, and how they learn of a removal.
    [/this\.type = \w+;/g, ''],
    [/this\._\$disconnectableChildren = undefined;/g, ''],
    [/get _\$isConnected\(\) \{[^}]*\}/g, ''],
    [/get (?:startNode|endNode|tagName)\(\) \{[^}]*\}/g, ''],
    [/get parentNode\(\) \{\s*return[^}]*\}/, ''],
    [/get parentNode\(\) \{\s*let parentNode[^]*?return parentNode;\s*\}/, ''],
    [/this\.__isConnected = options\?\.isConnected \?\? true;/, ''],
    [/setConnected\(isConnected\) \{[^]*?\n {4}\}/, ''],
    [/constructor\(\) \{\s*super\(\.\.\.arguments\);\s*\}/g, ''],
    // Listeners are functions without options; texts, templates and lists of them are rendered.
    [/newListener\.capture !==[^]*?oldListener\.passive;/, `${off};`],
    [/typeof this\._\$committedValue === 'function'/, 'true'],
    [/value\.nodeType !== undefined/, off],
    [/isIterable\(value\)/, 'isArray(value)'],
    [/options\?\.creationScope \?\? d/, 'd'],
    [/change && !noCommit/, 'change'],
  ],
  'lit-element/development/lit-element.js': [
    ...withoutWarnings,
    // Hydration wants the modules on npm: both sides have to be one copy of Lit.
    [/global\.litElementHydrateSupport\?\.\([^;]*;/, ''],
    [/this\.renderOptions\.isConnected = this\.isConnected;/, ''],
    [/connectedCallback\(\) \{\s*super\.connectedCallback\(\);[^}]*\}/, ''],
    [/disconnectedCallback\(\) \{\s*super\.disconnectedCallback\(\);[^}]*\}/, ''],
  ],
  // Hence what a server rendered is always made anew.
  'elements/shared/server-rendered.ts': [
    [/if \(!observedAttributes[^)]*\)\)/, ''],
    [/if \(this\.isServed && root[^;]*;/, ''],
    [/protected override async scheduleUpdate\([^]*?\n {2}\}/, ''],
    [/protected override firstUpdated\([^]*?\n {2}\}/, ''],
    [/\n {4}this\.isServed = false;/, ''],
    [/isServed: boolean = [^;]*;/, ''],
  ],
  'elements/shared/form-control.ts': notServed,
  'elements/shared/texts.ts': notServed,
  'elements/promo-code-input/element.ts': notServed,
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
      filter: { id: /\/(lit-html|lit-element|reactive-element)\/.*\.js$|\/elements\/.*\.ts$/ },
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
