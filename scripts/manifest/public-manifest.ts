import type {
  Attribute,
  Declaration,
  Described,
  Export,
  Manifest,
  Member,
  Module,
} from './manifest.ts';

/** The modules that define an element, and export what a page needs of it. */
const entries = new Set(['src/lead-form.ts', 'src/promo-code-input.ts']);

/**
 * Makes the package's manifest from what the analyzer finds in the sources: the modules that a page
 * imports, by their paths in the tarball, with only what is meant for a page.
 */
export function publicManifest(found: Manifest): Manifest {
  const declared = new Map(
    found.modules.flatMap(({ declarations }) => declarations.map((one) => [one.name, one])),
  );
  const modules = found.modules.filter(({ path }) => entries.has(path));
  return {
    schemaVersion: '2.1.0',
    readme: 'README.md',
    modules: modules.map((module) => publicModule(module, declared)),
  };
}

function publicModule(module: Module, declared: ReadonlyMap<string, Declaration>): Module {
  const path = module.path.replace('src/', 'dist/').replace(/ts$/, 'js');
  const names = module.exports.map(({ name }) => name);
  const declarations = names.flatMap((name) => {
    const declaration = declared.get(name);
    return declaration ? [publicDeclaration(declaration)] : [];
  });
  const exportOf = (name: string): Export => ({
    kind: 'js',
    name,
    declaration: { name, module: path },
  });
  const definitions = declarations.flatMap(({ name, tagName }): Export[] =>
    tagName === undefined
      ? []
      : [{ kind: 'custom-element-definition', name: tagName, declaration: { name, module: path } }],
  );
  const exports = [...names.map(exportOf), ...definitions];
  return { kind: 'javascript-module', path, declarations, exports };
}

function publicDeclaration(declaration: Declaration): Declaration {
  const { tagName, members = [], attributes = [], events = [] } = declaration;
  const open = members.filter(isPublic).map(publicMember);
  if (tagName === undefined) {
    return { ...declaration, superclass: { name: 'Event', package: 'global:' }, members: open };
  }
  return {
    slots: [],
    cssParts: [],
    cssProperties: [],
    cssStates: [],
    ...declaration,
    superclass: { name: 'LitElement', package: 'lit' },
    members: open,
    // `aria-label` belongs to every element; ours only observes it.
    attributes: attributes.filter(({ description }) => description).map(publicAttribute),
    // The analyzer also guesses events from calls of `dispatchEvent()`; those have no name.
    events: events.filter((event): event is Described => event.name !== undefined),
  };
}

function isPublic({ name, privacy = 'public', static: ofClass, description }: Member): boolean {
  // Lit's own.
  if (ofClass && description === undefined) return false;
  // Only the browser calls these.
  return privacy === 'public' && !name.startsWith('#') && !name.endsWith('Callback');
}

/** Which of our classes a member comes from does not matter to a page. */
function publicMember(member: Member): Member {
  const { inheritedFrom: _class, default: initial, ...rest } = member;
  const isValue = initial !== undefined && /^(?:true|false|\d+|'[^']*')$/.test(initial);
  return { ...rest, ...(isValue && { default: initial }) };
}

/** An attribute is present or absent; `undefined` only applies to the property. */
function publicAttribute(attribute: Attribute & Pick<Member, 'inheritedFrom'>): Attribute {
  const { inheritedFrom: _class, ...rest } = attribute;
  const types = attribute.type?.text.split(' | ') ?? ['string'];
  const text = types.filter((type) => !/^(?:undefined|null|number)$/.test(type)).join(' | ');
  return { ...rest, type: { text } };
}
