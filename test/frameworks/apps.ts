import { resolve } from 'node:path';

/** An app in a folder beside this file, named after what it is built with. */
export interface App {
  readonly name: string;
  /** Whether its server renders the page too, which the browser then takes over. */
  readonly isServed?: boolean;
  /** Whether that has what is within the elements too. */
  readonly hasShadow?: boolean;
  /** What checks the types of its templates; its build does where this is absent. */
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

/** One import, by each bundler. */
export const bundlers: App = { name: 'bundlers' };

/** Where an app is tested on Node. */
export const unitTests: App = { name: 'vitest' };

/** Where people have a server: one file for each, to copy. */
export const servers: App = { name: 'servers' };

/** Where the server is no Node. */
export const edge: App = { name: 'workerd' };

export function folderOf({ name }: App): string {
  return resolve(import.meta.dirname, name);
}
