import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../../src/node/config/sources.ts';

/** A program that a script called. */
export interface ShellCall {
  readonly words: readonly [program: string, ...args: string[]];
  /** The variables that the script gave it. */
  readonly env: Environment;
}

/** Writes down what it is called with: words, variables, and the ends of both. */
const recorder = `#!/bin/sh
{ printf '%s\\0' "\${0##*/}" "$@"; printf '\\001\\0'; env -0; printf '\\002\\0'; } >>"$CALLS"
`;
const ofTheShell: ReadonlySet<string> = new Set(['CALLS', 'OLDPWD', 'PATH', 'PWD', 'SHLVL', '_']);

/**
 * What a shell makes of a script: which of these programs it calls, in their order, with which
 * words and variables. They do nothing, and all others are what they are.
 */
export function callsIn(
  script: string,
  { programs, cwd }: { readonly programs: readonly string[]; readonly cwd: string },
): readonly ShellCall[] {
  const folder = join(cwd, '.recorders');
  const record = join(folder, 'calls');
  mkdirSync(folder, { recursive: true });
  for (const program of programs) {
    writeFileSync(join(folder, program), recorder);
    chmodSync(join(folder, program), 0o755);
  }
  writeFileSync(record, '');
  execFileSync('sh', ['-euc', script], {
    cwd,
    env: { PATH: `${folder}:${process.env['PATH']}`, CALLS: record },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return readFileSync(record, 'utf8').split('\u0002\0').slice(0, -1).map(readCall);
}

function readCall(text: string): ShellCall {
  const [words = '', variables = ''] = text.split('\u0001\0');
  const [program = '', ...args] = words.split('\0').slice(0, -1);
  const pairs = variables.split('\0').map((pair) => /^(\w+)=([^]*)$/.exec(pair) ?? []);
  const given = pairs.filter(([, name = '_']) => !ofTheShell.has(name));
  return {
    words: [program, ...args],
    env: Object.fromEntries(given.map(([, name = '', value = '']) => [name, value])),
  };
}
