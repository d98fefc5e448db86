/** Lit's updates, for elements whose properties are declared once and never reflected. */
import { type Cut, off, withoutWarnings } from './cut.ts';

const cssResult = `class CSSResult {
  constructor(cssText) {
    this.cssText = cssText;
  }
  get styleSheet() {
    if (!this._styleSheet) (this._styleSheet = new CSSStyleSheet()).replaceSync(this.cssText);
    return this._styleSheet;
  }
}
`;

/** Each style sheet of ours is one text, made once. */
export const cssTagCuts: readonly Cut[] = [
  [/supportsAdoptingStyleSheets =[^;]*;/, 'supportsAdoptingStyleSheets = true;'],
  [/const constructionToken = [^;]*;/, ''],
  [/const cssTagCache = [^;]*;/, ''],
  [/class CSSResult \{[^]*?\n\}\n/, cssResult],
  [/export const unsafeCSS = [^;]*;/, ''],
  [/const cssText = [^]*?constructionToken\);/, 'return new CSSResult(strings[0]);'],
  [/const cssResultFromStyleSheet = [^]*?\n\};\n/, ''],
  [/export const getCompatibleStyle =[^;]*;/, 'export const getCompatibleStyle = undefined;'],
  [/s instanceof CSSStyleSheet \? s : s\.styleSheet\)/, 's.styleSheet)'],
];

const property = `const key = Symbol();
            defineProperty(this.prototype, name, {
                get() {
                    return this[key];
                },
                set(value) {
                    const oldValue = this[key];
                    this[key] = value;
                    this.requestUpdate(name, oldValue);
                },
                configurable: true,
                enumerable: true,
            });`;

const performUpdate = `performUpdate() {
        if (!this.isUpdatePending) return;
        if (!this.hasUpdated) {
            this.renderRoot ??= this.createRenderRoot();
            this.__instanceProperties.forEach((value, name) => (this[name] = value));
        }
        const changedProperties = this._$changedProperties;
        try {
            this.willUpdate(changedProperties);
            this.__controllers?.forEach((c) => c.hostUpdate?.());
            this.update(changedProperties);
        }
        catch (e) {
            this.__markUpdated();
            throw e;
        }
        this._$didUpdate(changedProperties);
    }
    willUpdate(`;

const attributeToProperty = `_$attributeToProperty(name, value) {
        const ctor = this.constructor;
        const propName = ctor.__attributeToPropertyMap.get(name);
        if (!propName) return;
        const { converter, type } = ctor.elementProperties.get(propName);
        this[propName] = converter
            ? converter.fromAttribute(value)
            : type === Boolean ? value !== null : value;
    }
    requestUpdate(`;

const requestUpdate = `requestUpdate(name, oldValue) {
        if (name) {
            if (is(this[name], oldValue)) return;
            this._$changeProperty(name, oldValue);
        }
        if (!this.isUpdatePending) this.__updatePromise = this.__enqueueUpdate();
    }
`;

const adoption =
  'renderRoot.adoptedStyleSheets = this.constructor.elementStyles.map((s) => s.styleSheet);';

const attributeName = `__attributeNameForProperty(name, { attribute }) {
        return attribute ?? name.toLowerCase();
    }
`;

export const reactiveElementCuts: readonly Cut[] = [
  ...withoutWarnings,
  // Converters: ours are flags, texts and functions of our own.
  [/export const defaultConverter = [^]*?\n\};\n/, ''],
  [/const defaultPropertyDeclaration = [^;]*;/, ''],
  [/_\$attributeToProperty\(name, value\) \{[^]*?\n {4}requestUpdate\(/, attributeToProperty],
  [/__attributeNameForProperty\(name, options\) \{[^]*?\n {4}\}\n/, attributeName],
  [/if \(attr !== undefined\)/, 'if (attr)'],
  // Reactive properties of ours have no accessors of their own, and none is added later.
  [/options = defaultPropertyDeclaration/, 'options'],
  [/if \(options\.state\)/, `if (${off})`],
  [/this\.prototype\.hasOwnProperty\(name\)/, off],
  [/!options\.noAccessor/, 'true'],
  [/const key = DEV_MODE[^]*?\(this\.prototype, name, descriptor\);\s*\}/, property],
  [/static getPropertyDescriptor\([^]*?\n {4}\}\n/, ''],
  [/static getPropertyOptions\([^}]*\}/, ''],
  [/getOwnPropertyNames\(props\),\s*\.\.\.getOwnPropertySymbols\(props\)/, 'Object.keys(props)'],
  [
    /if \(instanceProperties\.size > 0\) \{[^}]*\}/,
    'this.__instanceProperties = instanceProperties;',
  ],
  [/this\.__instanceProperties = undefined;\n/, ''],
  [/const emptyStringForBooleanAttribute = [^;]*;/, ''],
  [/getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols,/, ''],
  // Nothing is reflected.
  [/this\.__reflectingProperties &&=[^;]*;/, ''],
  [/this\.__reflectingProperty = null;/, ''],
  [/if \(reflect === true[^}]*\}/, ''],
  [/if \(useDefault && [^]*?\n {8}\}/, ''],
  // Nobody asks for an earlier value.
  [/if \(!this\.hasUpdated && !useDefault\) \{[^}]*\}/, ''],
  [/\(name, oldValue, \{ useDefault, reflect, wrapped \}, initializeValue\)/, '(name, oldValue)'],
  [/__propertyToAttribute\(name, value\) \{[^]*?\n {4}\}/, ''],
  [/requestUpdate\(name, oldValue, options[^]*?\n {4}\}\n/, requestUpdate],
  [/JSCompiler_renameProperty\(('\w+'), \w+\)/g, '$1'],
  // An update is never put off or held back.
  [/const result = this\.scheduleUpdate\(\);[^]*?await result;\s*\}/, 'this.performUpdate();'],
  [/\n {4}scheduleUpdate\(\) \{[^]*?\n {4}\}/, ''],
  [/ performUpdate\(\) \{[^]*?\n {4}willUpdate\(/, ` ${performUpdate}`],
  [/shouldUpdate\(_changedProperties\) \{[^}]*\}/, ''],
  [/\n {8}this\.updated\(changedProperties\);/, ''],
  [/updated\(_changedProperties\) \{ \}/, ''],
  [/get updateComplete\(\) \{[^}]*\}/, ''],
  [/\n {4}getUpdateComplete\(\)/, '\nget updateComplete()'],
  [/this\.finalizeStyles\(this\.styles\)/, '[this.styles].flat()'],
  [/adoptStyles\((\w+), ([\w.]+)\);/, adoption],
  [/static finalizeStyles\([^]*?\n {4}\}\n/, ''],
  [/ReactiveElement\.elementStyles = \[\];/, ''],
  [/const trustedTypes = [^;]*;/, ''],
  [/removeController\(controller\) \{[^}]*\}/, ''],
  // Decorators.
  [/Symbol\.metadata \?\?=[^;]*;/, ''],
  [/global\.litPropertyMetadata \?\?=[^;]*;/, ''],
  [/const metadata = this\[Symbol\.metadata\];/, 'const metadata = null;'],
  [/superCtor\._initializers !== undefined/, off],
  [/this\.constructor\._initializers\?\.forEach[^;]*;/, ''],
  [/static addInitializer\([^)]*\) \{[^}]*\}/, ''],
];
