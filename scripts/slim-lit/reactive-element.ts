/** Cuts in Lit's updates, for elements whose properties are declared once and never reflected. */
import { type Cut, withoutWarnings } from './cut.ts';

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

/** Each of our style sheets is one text, created once. */
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

const finalize = `static finalize() {
        if (this.__finalized === this) return;
        this.__finalized = this;
        this.elementProperties = new Map(Object.entries(this.properties));
        this.__attributeToPropertyMap = new Map();
        this.elementProperties.forEach(({ attribute }, name) => {
            const key = Symbol();
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
            });
            const attr = attribute ?? name.toLowerCase();
            if (attr) this.__attributeToPropertyMap.set(attr, name);
        });
        this.elementStyles = [this.styles].flat();
    }
`;

const performUpdate = `performUpdate() {
        if (!this.isUpdatePending) return;
        if (!this.hasUpdated) {
            this.__instanceProperties.forEach((value, name) => (this[name] = value));
        }
        const changedProperties = this._$changedProperties;
        try {
            this.willUpdate(changedProperties);
            this.__controllers.forEach((c) => c.hostUpdate?.());
            this.update(changedProperties);
        }
        catch (e) {
            this.__markUpdated();
            throw e;
        }
        this._$didUpdate(changedProperties);
    }
    willUpdate(`;

const attributeToProperty = `attributeChangedCallback(name, _old, value) {
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
            this._$changedProperties.add(name);
        }
        if (!this.isUpdatePending) this.__updatePromise = this.__enqueueUpdate();
    }
`;

const adoption =
  'renderRoot.adoptedStyleSheets = this.constructor.elementStyles.map((s) => s.styleSheet);';

export const reactiveElementCuts: readonly Cut[] = [
  ...withoutWarnings,
  // Converters: our properties are flags and texts, or have a converter of their own.
  [/export const defaultConverter = [^]*?\n\};\n/, ''],
  [/const defaultPropertyDeclaration = [^;]*;/, ''],
  [/attributeChangedCallback\([^}]*\}/, ''],
  [/_\$attributeToProperty\(name, value\) \{[^]*?\n {4}requestUpdate\(/, attributeToProperty],
  // Our reactive properties are those of one class, and none is added later.
  [/static createProperty\([^]*?\n {4}\}\n/, ''],
  [/static __prepare\(\) \{[^]*?\n {4}\}\n/, ''],
  [/(addInitializer\(initializer\) \{\s*)this\.__prepare\(\);/, '$1'],
  [/static finalize\(\) \{[^]*?\n {4}\}\n/, finalize],
  [/static __attributeNameForProperty\([^]*?\n {4}\}\n/, ''],
  [/this\.__attributeToPropertyMap &&\s*/, ''],
  [/static getPropertyDescriptor\([^]*?\n {4}\}\n/, ''],
  [/static getPropertyOptions\([^}]*\}/, ''],
  [
    /if \(instanceProperties\.size > 0\) \{[^}]*\}/,
    'this.__instanceProperties = instanceProperties;',
  ],
  // Each element has controllers, some of them from its constructor on.
  [/this\.__instanceProperties = undefined;\n/, 'this.__controllers = new Set();'],
  [/\(this\.__controllers \?\?= new Set\(\)\)/, 'this.__controllers'],
  [/this\.__controllers\?/g, 'this.__controllers'],
  [/(this\.renderRoot) !== undefined/, '$1'],
  [/this\.isUpdatePending = false;/, ''],
  [/this\._\$changedProperties = new Map\(\);/, 'this.__markUpdated();'],
  [/const emptyStringForBooleanAttribute = [^;]*;/, ''],
  [/getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf,/, ''],
  // One constructor; `enableUpdating` is the element's own, set before it is connected.
  [/this\.__initialize\(\);\s*\}[^{}]*__initialize\(\) \{/, ''],
  [/enableUpdating\(_requestedUpdate\) \{ \}/, ''],
  // Each element has its own, and nothing above it to do.
  [/\n {4}firstUpdated\(_changedProperties\) \{ \}/, ''],
  // Nothing is reflected.
  [/this\.__reflectingProperties &&=[^;]*;/, ''],
  [/this\.__reflectingProperty = null;/, ''],
  // Nothing reads an earlier value: a set of names is enough.
  [/_\$changeProperty\(name, [^]*?\n {4}\}\n/, ''],
  [/this\._\$changedProperties = new Map\(\)/g, 'this._$changedProperties = new Set()'],
  [/__propertyToAttribute\(name, value\) \{[^]*?\n {4}\}/, ''],
  [/requestUpdate\(name, oldValue, options[^]*?\n {4}\}\n/, requestUpdate],
  [/ReactiveElement\[JSCompiler_renameProperty\('\w+', ReactiveElement\)\] = new Map\(\);/g, ''],
  // An update is never postponed or skipped, and never throws: `GuardedElement` catches errors.
  [
    /try \{\s*\/\/ Ensure any previous[^]*?catch \(e\) \{[^]*?\n {8}\}/,
    'await this.__updatePromise;',
  ],
  [/const result = this\.scheduleUpdate\(\);[^]*?await result;\s*\}/, 'this.performUpdate();'],
  [/\n {4}scheduleUpdate\(\) \{[^]*?\n {4}\}/, ''],
  [/ performUpdate\(\) \{[^]*?\n {4}willUpdate\(/, ` ${performUpdate}`],
  [/shouldUpdate\(_changedProperties\) \{[^}]*\}/, ''],
  [/\n {8}this\.updated\(changedProperties\);/, ''],
  [/updated\(_changedProperties\) \{ \}/, ''],
  [/get updateComplete\(\) \{[^}]*\}/, ''],
  [/\n {4}getUpdateComplete\(\)/, '\nget updateComplete()'],
  [/adoptStyles\((\w+), ([\w.]+)\);/, adoption],
  [/static finalizeStyles\([^]*?\n {4}\}\n/, ''],
  [/ReactiveElement\.elementStyles = \[\];/, ''],
  [/const trustedTypes = [^;]*;/, ''],
  [/removeController\(controller\) \{[^}]*\}/, ''],
  // Decorators.
  [/Symbol\.metadata \?\?=[^;]*;/, ''],
  [/global\.litPropertyMetadata \?\?=[^;]*;/, ''],
];

/** Only a script that is configured by the attributes of its tag adds initializers. */
export const initializerCuts: readonly Cut[] = [
  [/this\.constructor\._initializers\?\.forEach[^;]*;/, ''],
  [/static addInitializer\([^)]*\) \{[^}]*\}/, ''],
];
