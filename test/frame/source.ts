import { globSync, readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'vite';

/** A file of the project, by its path from the root with forward slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Every text file written by a person, so no lock file and no pictures. */
export function projectFiles(...patterns: readonly string[]): readonly TextFile[] {
  const made = ['node_modules', 'dist', 'data', 'coverage', 'results'].map(
    (name) => `**/${name}/**`,
  );
  const exclude = [...made, '.git/**', '**/package-lock.json'];
  return globSync(patterns, { exclude, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** What a module takes from outside. */
export interface ModuleUse {
  /** Of imports, re-exports, `import()` and import types; undefined if computed. */
  readonly specifiers: readonly (string | undefined)[];
  /** Of imports that run the other module at once: not for types alone, and not `import()`. */
  readonly runs: readonly string[];
  /** Identifiers that are not property names. */
  readonly names: ReadonlySet<string>;
  readonly exportsDefault: boolean;
}

const globalObjects = new Set(['globalThis', 'window', 'self']);

export function moduleUse({ path, text }: TextFile): ModuleUse {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new SyntaxError(`Cannot parse ${path}: ${error.message}`);
  const specifiers: (string | undefined)[] = [];
  const runs: string[] = [];
  const names = new Set<string>();
  const properties = new Set<object>();
  let exportsDefault = false;
  const literal = (node: { readonly type: string; readonly value?: unknown }): void => {
    specifiers.push(typeof node.value === 'string' ? node.value : undefined);
  };
  new Visitor({
    ImportDeclaration: ({ source, importKind }) => {
      literal(source);
      if (importKind !== 'type') runs.push(source.value);
    },
    ExportAllDeclaration: ({ source }) => literal(source),
    ExportNamedDeclaration: ({ source }) => source && literal(source),
    ImportExpression: ({ source }) => literal(source),
    TSImportType: ({ source }) => literal(source),
    ExportDefaultDeclaration: () => {
      exportsDefault = true;
    },
    MemberExpression: ({ object, property, computed }) => {
      const ofGlobal = object.type === 'Identifier' && globalObjects.has(object.name);
      if (!computed && !ofGlobal) properties.add(property);
    },
    Property: ({ key, computed, shorthand }) => {
      if (!computed && !shorthand) properties.add(key);
    },
    TSPropertySignature: ({ key }) => properties.add(key),
    TSMethodSignature: ({ key }) => properties.add(key),
    Identifier: (node) => {
      if (!properties.has(node)) names.add(node.name);
    },
  }).visit(program);
  return { specifiers, runs, names, exportsDefault };
}
