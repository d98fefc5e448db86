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

/** Records its arguments and variables, each list with an end mark. */
const recorder = `#!/bin/sh
{ printf '%s\\0' "\${0##*/}" "$@"; printf '\\001\\0'; env -0; printf '\\002\\0'; } >>"$CALLS"
`;
const ofTheShell: ReadonlySet<string> = new Set(['CALLS', 'OLDPWD', 'PATH', 'PWD', 'SHLVL', '_']);

/**
 * Runs a script in a shell. Returns which of these programs it called, in order, with arguments and
 * variables. These do nothing; all other programs run as usual.
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
