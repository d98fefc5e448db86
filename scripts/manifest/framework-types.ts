import { type Described, type ElementDeclaration, settable } from './manifest.ts';

/** How a framework's templates are typed. */
interface Framework {
  readonly name: string;
  /** Which interface of which module holds the tags. */
  readonly module: string;
  readonly imports: string;
  readonly open: string;
  readonly close: string;
  /** The type of a tag, from its class and its props. */
  readonly tag: string;
  /** The name of the attribute, or of the property, that listens to an event. */
  readonly listener: (event: string) => string;
  /** The syntax for setting the property and not the attribute. */
  readonly property: (name: string) => readonly string[];
}

const same = (name: string): readonly string[] => [name];
const inNamespace = {
  open: '  namespace JSX {\n    interface IntrinsicElements {',
  close: '    }\n  }',
};

const frameworks: readonly Framework[] = [
  {
    name: 'react',
    module: 'react',
    imports: "import type { DetailedHTMLProps, HTMLAttributes } from 'react';",
    ...inNamespace,
    tag: 'Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, keyof Own> & Own',
    listener: (event) => `on${event}`,
    property: same,
  },
  {
    name: 'preact',
    module: 'preact',
    imports: "import type { ClassAttributes, HTMLAttributes } from 'preact';",
    ...inNamespace,
    tag: 'Omit<HTMLAttributes<Element>, keyof Own> & ClassAttributes<Element> & Own',
    listener: (event) => `on${event}`,
    property: same,
  },
  {
    name: 'solid',
    module: 'solid-js',
    imports: "import type { JSX } from 'solid-js';",
    ...inNamespace,
    tag: 'Omit<JSX.HTMLAttributes<Element>, keyof Own> & Own',
    listener: (event) => `on:${event}`,
    property: (name) => [name, `prop:${name}`],
  },
  {
    name: 'vue',
    module: 'vue',
    imports: "import type { HTMLAttributes, ReservedProps } from 'vue';",
    // Vue 2 used `slot` itself, so Vue 3 does not type it; elements have no other attribute for it.
    open: [
      '  interface HTMLAttributes {',
      '    slot?: string | undefined;',
      '  }',
      '  interface GlobalComponents {',
    ].join('\n'),
    close: '  }',
    tag: 'new () => { $props: Omit<HTMLAttributes, keyof Own> & ReservedProps & Own }',
    // Vue's type checker turns `@lead-accepted` into this name too.
    listener: (event) =>
      `on-${event}`.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    property: same,
  },
  {
    name: 'svelte',
    module: 'svelte/elements',
    imports: "import type { HTMLAttributes } from 'svelte/elements';",
    open: '  interface SvelteHTMLElements {',
    close: '  }',
    tag: 'Omit<HTMLAttributes<Element>, keyof Own> & Own',
    listener: (event) => `on${event}`,
    property: same,
  },
];

/** A module of types for each framework, by name: `import 'promo-lead/types/react'`. */
export function frameworkTypes(
  elements: readonly ElementDeclaration[],
): ReadonlyMap<string, string> {
  return new Map(frameworks.map((framework) => [framework.name, textOf(framework, elements)]));
}

function textOf(framework: Framework, elements: readonly ElementDeclaration[]): string {
  const { name, module, imports, open, close, tag } = framework;
  const indent = /^ */.exec(close)?.[0] ?? '';
  const tags = elements.flatMap(({ description, tagName, name: of }) => [
    comment(description, `${indent}  `),
    `${indent}  '${tagName}': Tag<${of}, ${of}Props>;`,
  ]);
  return [
    '/**',
    ` * Types of the tags in templates: \`import 'promo-lead/types/${name}';\`, once in a project.`,
    ' */',
    imports,
    `import type {`,
    ...elements.flatMap(classesOf).map((used) => `  ${used},`),
    `} from '../elements/index.js';`,
    '',
    `type Tag<Element extends EventTarget, Own> = ${tag};`,
    'type Listener<Event, Element> = (event: Event & { readonly currentTarget: Element }) => void;',
    ...elements.flatMap((element) => ['', ...propsOf(framework, element)]),
    '',
    `declare module '${module}' {`,
    open,
    ...tags,
    close,
    '}',
    '',
  ].join('\n');
}

function propsOf(framework: Framework, element: ElementDeclaration): readonly string[] {
  const { name: of, tagName, attributes, events } = element;
  const properties = settable(element);
  const names = new Set(properties.map(({ name }) => name));
  const onlyAttributes = attributes.filter(({ name }) => !names.has(name));
  const lines = [
    ...properties.flatMap((property) =>
      framework.property(property.name).flatMap((name) => {
        const type = `${of}['${property.name}'] | undefined`;
        return documented(property, `${quoted(name)}?: ${type};`);
      }),
    ),
    ...onlyAttributes.flatMap((attribute) => {
      const { name, fieldName = '', type } = attribute;
      // Some frameworks write `false` out, but an attribute that is present is true.
      const value = type?.text === 'boolean' ? "true | ''" : `${of}['${fieldName}']`;
      return documented(attribute, `${quoted(name)}?: ${value} | undefined;`);
    }),
    ...events.flatMap((event) => {
      const name = quoted(framework.listener(event.name));
      return documented(event, `${name}?: Listener<${eventType(event)}, ${of}> | undefined;`);
    }),
  ];
  return [`/** What \`<${tagName}>\` takes. */`, `export interface ${of}Props {`, ...lines, '}'];
}

/** The element's class, and the classes of its events that are not the browser's. */
function classesOf({ name, events }: ElementDeclaration): readonly string[] {
  return [name, ...events.filter(({ name: event }) => event.includes('-')).map(eventType)];
}

function eventType({ type }: Described): string {
  return type?.text ?? 'Event';
}

function documented({ description = '' }: Described, line: string): readonly string[] {
  return [comment(description, '  '), `  ${line}`];
}

function comment(text: string, indent: string): string {
  const lines = text.split('\n').map((line) => `${indent} * ${line}`.trimEnd());
  return lines.length === 1
    ? `${indent}/** ${text} */`
    : [`${indent}/**`, ...lines, `${indent} */`].join('\n');
}

function quoted(name: string): string {
  return /^\w+$/.test(name) ? name : `'${name}'`;
}
