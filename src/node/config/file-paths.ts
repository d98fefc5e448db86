import { dirname, resolve } from 'node:path';
import { isTree } from './sources.ts';

/**
 * The settings of a file, with its paths made absolute. They are resolved against the file's
 * folder, so that they mean the same wherever a command is run. What is not a path is left for the
 * schema to refuse.
 */
export function withPathsFrom(file: string, input: unknown): unknown {
  if (!isTree(input)) return input;
  const folder = dirname(resolve(file));
  return mapEntries(input, (key, value) => {
    if (key === 'data' || key === 'codeFile') return absolute(folder, value);
    if (key === 'store') return absoluteStore(folder, value);
    if (key !== 'adapters' || !isTree(value)) return value;
    return mapEntries(value, (_, path) => absolute(folder, path));
  });
}

function absolute(folder: string, value: unknown): unknown {
  return typeof value === 'string' && value !== '' ? resolve(folder, value) : value;
}

const certificate = /(?<=[?&]ssl(?:rootcert|cert|key)=)[^&#]+/g;

/** SQLite's file, or the files of the certificates in PostgreSQL's address. */
function absoluteStore(folder: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const file = /^sqlite:(.+)$/.exec(value)?.[1];
  if (file !== undefined) return `sqlite:${resolve(folder, file)}`;
  return value.replace(certificate, (path) => {
    const [[, given = ''] = []] = new URLSearchParams(`path=${path}`);
    return encodeURIComponent(resolve(folder, given));
  });
}

function mapEntries(
  tree: Readonly<Record<string, unknown>>,
  map: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, map(key, value)]));
}
