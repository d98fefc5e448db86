import { resolve } from 'node:path';

/** An app in a folder beside this file, named after what it is built with. */
export interface App {
  readonly name: string;
  /** Whether its server renders the page too, which the browser then hydrates. */
  readonly isServed?: boolean;
  /** Whether the server also renders the elements' shadow roots. */
  readonly hasShadow?: boolean;
  /** The checker of its templates' types; absent if its build checks them. */
  readonly checker?: readonly [program: string, ...args: string[]];
}

const tsc = ['tsc', '-p', '.'] as const;

/** The one whose build takes longest comes first. */
export const apps: readonly App[] = [
  { name: 'angular' },
  { name: 'astro', isServed: true, hasShadow: true },
  { name: 'vue-3', isServed: true, checker: ['vue-tsc', '-p', '.'] },
  { name: 'svelte-5', isServed: true, checker: ['svelte-check', '--output', 'machine'] },
  { name: 'react-19', isServed: true, checker: tsc },
  { name: 'react-18', checker: tsc },
  { name: 'preact', checker: tsc },
  { name: 'solid', isServed: true, checker: tsc },
  { name: 'html' },
  { name: 'htmx' },
];

/** One import, with each bundler. */
export const bundlers: App = { name: 'bundlers' };

/** An app's own tests on Node. */
export const unitTests: App = { name: 'vitest' };

/** Mounted servers: one file for each, to copy. */
export const servers: App = { name: 'servers' };

/** A server that is not Node. */
export const edge: App = { name: 'workerd' };

export function folderOf({ name }: App): string {
  return resolve(import.meta.dirname, name);
}
