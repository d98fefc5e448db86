import { walkKeys } from '../../contract/json-keys.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { chooseProducts } from './products.ts';
import { type Setting, settings } from './settings.ts';
import { quote } from './values.ts';

/** Variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Flags of the command line, which override everything else. */
export interface ConfigFlags {
  readonly host?: string | undefined;
  readonly port?: string | number | undefined;
  readonly data?: string | undefined;
}

type Origin = Pick<ConfigProblem, 'source' | 'from'>;
type Tree = Record<string, unknown>;

/** What was set, and where each setting came from. */
export interface RawConfig {
  readonly input: unknown;
  /** Where the value at a key came from; the key in the file if nothing overrides it. */
  origin(key: string): Origin;
  value(key: string): unknown;
  has(key: string): boolean;
}

/** Variables override the file, and flags override both. */
export function mergeSources(file: unknown, env: Environment, flags: ConfigFlags): RawConfig {
  const input: unknown = structuredClone(file);
  const origins = new Map<string, Origin>();
  if (isTree(input)) {
    for (const { key, variable } of settings) {
      const value = variable === undefined ? undefined : env[variable];
      // An empty variable is how compose files and shells write "not set".
      if (variable === undefined || value === undefined || value === '') continue;
      const laid = key === 'products' ? chooseProducts(value, read(input, key)) : value;
      if (writeSetting(input, key, laid)) origins.set(key, { source: variable, from: 'variable' });
    }
    for (const [key, value] of Object.entries(flags)) {
      if (value === undefined || !writeSetting(input, key, value)) continue;
      origins.set(key, { source: `--${key}`, from: 'flag' });
    }
  }
  return {
    input,
    origin: (key) => originOf(key, origins),
    value: (key) => read(input, key),
    has: (key) => read(input, key) !== undefined,
  };
}

/** What a person calls a setting that is missing: its variable and its key. */
export function missingSetting(key: string, text: string): ConfigProblem {
  const variable = settings.find((setting) => setting.key === key)?.variable;
  return { source: variable ? `${variable} ("${key}" in the file)` : key, from: 'file', text };
}

/** The settings as one JSON object, where none is named twice. Throws {@link ConfigError}. */
export function parseConfigFile(text: string, path: string): unknown {
  const refused = (what: string): ConfigProblem => ({ source: path, from: 'file', text: what });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    // The parser's own message quotes the text around the fault, and with it a secret.
    const place = cause instanceof SyntaxError ? positionIn(text, cause.message) : '';
    throw new ConfigError([refused(`must be JSON${place}.`)]);
  }
  const doubled: ConfigProblem[] = [];
  walkKeys(text, {
    onKey: (key, earlier, offset) => {
      if (!earlier.has(key)) return;
      doubled.push(refused(`names ${quote(key)} twice, again in line ${lineAt(text, offset)}.`));
    },
  });
  if (doubled.length > 0) throw new ConfigError(doubled);
  return parsed;
}

function positionIn(text: string, message: string): string {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (!Number.isInteger(position)) return '';
  return `, and is not in line ${lineAt(text, position)}`;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function originOf(key: string, origins: ReadonlyMap<string, Origin>): Origin {
  const parts = key.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const origin = origins.get(parts.slice(0, length).join('.'));
    if (origin) return origin;
  }
  return { source: key === '' ? 'the file' : `"${key}" in the file`, from: 'file' };
}

function read(input: unknown, key: string): unknown {
  let value = input;
  for (const part of key.split('.')) value = isTree(value) ? value[part] : undefined;
  return value;
}

/**
 * Sets a value by its key, with a dot for one object deeper. Returns false if there is no place for
 * it: a text where an object belongs is left to be refused.
 */
export function writeSetting(input: Tree, key: Setting['key'], value: unknown): boolean {
  const parts = key.split('.');
  const last = parts.pop() ?? key;
  let place: Tree = input;
  for (const part of parts) {
    const next = (place[part] ??= {});
    if (!isTree(next)) return false;
    place = next;
  }
  place[last] = value;
  return true;
}

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
