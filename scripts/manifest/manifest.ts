/** The parts of the Custom Elements Manifest (schema 2.1) that we write and tools read. */
export interface Manifest {
  readonly schemaVersion: string;
  readonly readme: string;
  readonly modules: readonly Module[];
}

export interface Module {
  readonly kind: 'javascript-module';
  /** Relative to the root of the package. */
  readonly path: string;
  readonly declarations: readonly Declaration[];
  readonly exports: readonly Export[];
}

export interface Export {
  readonly kind: 'js' | 'custom-element-definition';
  readonly name: string;
  readonly declaration: Reference;
}

export interface Reference {
  readonly name: string;
  readonly module?: string;
  readonly package?: string;
}

export interface Described {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
  readonly default?: string | undefined;
}

export interface Attribute extends Described {
  readonly fieldName?: string;
}

export interface Member extends Described {
  readonly kind: 'field' | 'method';
  readonly privacy?: 'public' | 'private' | 'protected';
  readonly static?: boolean;
  readonly readonly?: boolean;
  readonly attribute?: string;
  readonly reflects?: boolean;
  readonly parameters?: readonly Described[];
  readonly return?: { readonly type: { readonly text: string } };
  readonly inheritedFrom?: Reference;
}

export interface Declaration extends Described {
  readonly kind: 'class' | 'function' | 'variable' | 'mixin';
  readonly superclass?: Reference;
  readonly members?: readonly Member[];
  readonly customElement?: boolean;
  readonly tagName?: string;
  readonly attributes?: readonly Attribute[];
  readonly events?: readonly Partial<Described>[];
  readonly slots?: readonly Described[];
  readonly cssParts?: readonly Described[];
  readonly cssProperties?: readonly Described[];
  readonly cssStates?: readonly Described[];
}

/** The declaration of one of our elements. */
export interface ElementDeclaration extends Declaration {
  readonly tagName: string;
  readonly description: string;
  readonly members: readonly Member[];
  readonly attributes: readonly Attribute[];
  readonly events: readonly Described[];
  readonly slots: readonly Described[];
  readonly cssParts: readonly Described[];
  readonly cssProperties: readonly Described[];
  readonly cssStates: readonly Described[];
}

export function elementsOf({ modules }: Manifest): readonly ElementDeclaration[] {
  return modules.flatMap(({ declarations }) =>
    declarations.filter((one): one is ElementDeclaration => one.tagName !== undefined),
  );
}

/** The properties that a page sets, without those that only make sense at one moment. */
export function settable({ members }: ElementDeclaration): readonly Member[] {
  return members.filter(
    ({ kind, name, readonly, static: ofClass }) =>
      kind === 'field' && !readonly && !ofClass && !name.startsWith('selection'),
  );
}
