import type {
  Attribute,
  Declaration,
  Described,
  Export,
  Manifest,
  Member,
  Module,
} from './manifest.ts';

/** The modules that define an element, and export whatever a page needs of it. */
const entries = new Set(['src/lead-form.ts', 'src/promo-code-input.ts']);

/**
 * Makes the package's manifest of what the analyzer finds in the sources: the modules that a page
 * imports, by the paths that the tarball has, with what is meant for a page and nothing else.
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
    // `aria-label` is every element's; ours only watches it.
    attributes: attributes.filter(({ description }) => description).map(publicAttribute),
    // The analyzer guesses events from calls of `dispatchEvent()`; those have no name.
    events: events.filter((event): event is Described => event.name !== undefined),
  };
}

function isPublic({ name, privacy = 'public', static: ofClass, description }: Member): boolean {
  // Those of Lit's.
  if (ofClass && description === undefined) return false;
  // What the browser calls, it alone calls.
  return privacy === 'public' && !name.startsWith('#') && !name.endsWith('Callback');
}

/** Of which class of ours a member is, is nobody's business. */
function publicMember(member: Member): Member {
  const { inheritedFrom: _class, default: initial, ...rest } = member;
  const isValue = initial !== undefined && /^(?:true|false|\d+|'[^']*')$/.test(initial);
  return { ...rest, ...(isValue && { default: initial }) };
}

/** An attribute is there or not; what its absence means to the property is another matter. */
function publicAttribute(attribute: Attribute & Pick<Member, 'inheritedFrom'>): Attribute {
  const { inheritedFrom: _class, ...rest } = attribute;
  const types = attribute.type?.text.split(' | ') ?? ['string'];
  const text = types.filter((type) => !/^(?:undefined|null|number)$/.test(type)).join(' | ');
  return { ...rest, type: { text } };
}
