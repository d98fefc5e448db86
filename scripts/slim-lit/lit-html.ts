/**
 * lit-html for templates that `markTemplates` has rewritten: an attribute has one expression, and
 * between tags there are texts, templates and lists of templates. Listeners stay as long as their
 * element, and are bound to their host already.
 */
import { lineMark, lines, placeMark } from '../mark-templates.ts';
import { type Cut, off, withoutWarnings } from './cut.ts';

/** Creates nodes itself: `innerHTML` requires a policy on a page with Trusted Types. */
const template = String.raw`
// Where custom elements are not upgraded, and every name is one of HTML.
const inert = d.implementation.createHTMLDocument();
class Template {
  constructor(strings) {
    let parent = (this.content = inert.createDocumentFragment());
    let node;
    let index = -1;
    this.parts = [];
    // A template that could come from JSON is not ours.
    if (!isArray(strings) || !strings.hasOwnProperty('raw')) throw new Error();
    for (const line of strings.join('${placeMark}').split(${JSON.stringify(lineMark)})) {
      const rest = line.slice(1);
      switch (line[0]) {
        case '${lines.open}':
          parent.append((node = inert.createElement(rest)));
          index++;
          if (rest !== 'input') parent = node;
          break;
        case '${lines.close}':
          parent = parent.parentNode;
          break;
        case '${lines.node}':
          parent.append(new Comment());
          index++;
          if (rest) this.parts.push({ index });
          break;
        case '${lines.text}':
          parent.append(rest);
          break;
        default: {
          const at = line.indexOf('=');
          const name = line.slice(0, at);
          const value = line.slice(at + 1);
          if (value === '${placeMark}') {
            const ctor = partOf[name[0]];
            this.parts.push({
              index,
              name: ctor ? name.slice(1) : name,
              ctor: ctor ?? AttributePart,
            });
          } else node.setAttribute(name, value);
        }
      }
    }
  }
}
`;

const templateInstance = `class TemplateInstance {
  constructor(template, fragment) {
    this._$template = template;
    walker.currentNode = fragment;
    let node, at = -1;
    this._$parts = template.parts.map(({ index, name, ctor }) => {
      for (; at < index; at++) node = walker.nextNode();
      return ctor ? new ctor(node, name) : new ChildPart(node, node.nextSibling);
    });
    walker.currentNode = d;
  }
  _update(values) {
    this._$parts.forEach((part, index) => part._$setValue(values[index]));
  }
}
`;

const commitTemplateResult = `_commitTemplateResult({ strings, values }) {
    let template = templateCache.get(strings);
    if (!template) templateCache.set(strings, (template = new Template(strings)));
    if (this._$committedValue?._$template === template) this._$committedValue._update(values);
    else {
      const fragment = d.importNode(template.content, true);
      const instance = new TemplateInstance(template, fragment);
      instance._update(values);
      this._commitNode(fragment);
      this._$committedValue = instance;
    }
  }`;

const attributeParts = `class AttributePart {
  constructor(element, name) {
    this.element = element;
    this.name = name;
    this._$committedValue = nothing;
  }
  _$setValue(value) {
    if (value !== this._$committedValue) this._commitValue((this._$committedValue = value));
  }
  _commitValue(value) {
    if (value === nothing) this.element.removeAttribute(this.name);
    else this.element.setAttribute(this.name, value ?? '');
  }
}
class PropertyPart extends AttributePart {
  _commitValue(value) {
    this.element[this.name] = value;
  }
}
class BooleanAttributePart extends AttributePart {
  _commitValue(value) {
    this.element.toggleAttribute(this.name, !!value);
  }
}
class EventPart {
  constructor(element, name) {
    element.addEventListener(name, this);
  }
  _$setValue(listener) {
    this._$committedValue = listener;
  }
  handleEvent(event) {
    this._$committedValue(event);
  }
}
const partOf = { __proto__: null, '.': PropertyPart, '?': BooleanAttributePart, '@': EventPart };
`;

const render = `export const render = (value, container) => {
  const start = () => container.appendChild(createMarker());
  (container['_$litPart$'] ??= new ChildPart(start(), null))._$setValue(value);
};
`;

export const litHtmlCuts: readonly Cut[] = [
  ...withoutWarnings,
  [/const ENABLE_EXTRA_SECURITY_HOOKS = true;/, 'const ENABLE_EXTRA_SECURITY_HOOKS = false;'],
  [/const ENABLE_SHADYDOM_NOPATCH = true;/, 'const ENABLE_SHADYDOM_NOPATCH = false;'],
  [/wrap\(wrap\((this\._\$startNode)\)\.parentNode\)/, '$1.parentNode'],
  [/wrap\(([\w.$]+)\)/g, '$1'],
  [/const trustedTypes = [^;]*;/, ''],
  [/const policy = [^;]*;/, ''],
  [/function trustFromTemplateString\([^]*?\n\}\n/, ''],
  [/const boundAttributeSuffix = [^]*?const nodeMarker = [^;]*;/, ''],
  [/const SPACE_CHAR = [^]*?const doubleQuoteAttrEndRegex = [^;]*;/, ''],
  [/const getTemplateHtml = [^]*?\n\};\n/, ''],
  [/class Template \{[^]*?\n\}\n/, template],
  [/function resolveDirective[^]*?\n\}\n/, ''],
  [/class TemplateInstance \{[^]*?\n\}\n/, templateInstance],
  [/class AttributePart \{[^]*\n(?=class ElementPart )/, attributeParts],
  [/export const _\$LH = \{[^}]*\};/, ''],
  [/export const render = [^]*?\n\};\n/, render],
  [/createMarker = \(\) => d\.createComment\(''\)/, 'createMarker = () => new Comment()'],
  // Texts, templates and lists of templates.
  [/ && typeof value != 'function'/, ''],
  [/value = resolveDirective\(this, value, directiveParent\);/, ''],
  [/_\$setValue\(value, directiveParent = this\)/, '_$setValue(value)'],
  [/ && value !== noChange/, ''],
  [/_commitTemplateResult\(result\) \{[^]*?(?=\n {4}_commitIterable)/, commitTemplateResult],
  [/value\.nodeType !== undefined/, off],
  [/isIterable\(value\)/, 'true'],
  [/this\._\$notifyConnectionChanged\?\.\(false, true, from\);/, ''],
  [/, from\)/, ')'],
  [/(\.nextSibling), partIndex\)/, '$1)'],
  // For directives: what they ask a part, and how they learn that it is removed.
  [/this\.type = CHILD_PART;/, ''],
  [/this\._\$parent = parent;/, ''],
  [/this\._\$disconnectableChildren = undefined;/, ''],
  [/constructor\(startNode, endNode, parent, options\)/, 'constructor(startNode, endNode)'],
  [/, this, this\.options\)/g, ')'],
  [/this\.options = options;/, ''],
  [/get _\$isConnected\(\) \{[^}]*\}/, ''],
  [/get (?:startNode|endNode)\(\) \{[^}]*\}/g, ''],
  [/get parentNode\(\) \{\s*let parentNode[^]*?return parentNode;\s*\}/, ''],
  [/this\.__isConnected = options\?\.isConnected \?\? true;/, ''],
  [/setConnected\(isConnected\) \{[^]*?\n {4}\}/, ''],
];
