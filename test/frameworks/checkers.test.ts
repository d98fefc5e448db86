import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { apps, folderOf } from './apps.ts';

const ownTools = resolve('node_modules/.bin');

/** The checkers' errors for the lines of `types/wrong.*`; any other error is our mistake. */
const mistakes: ReadonlyMap<string, RegExp> = new Map([
  ['a product without a label', /^Property 'label' is missing in type '{ value: string; }'/],
  [
    'a property that there is not',
    /'\\*"?endpont\\*"?' does not exist in type|{ endpont: string; }/,
  ],
  ['a text in place of a boolean', /^Type 'string' is not assignable to type 'boolean\b/],
  ['no field of a receipt', /^Property 'reference' does not exist on type 'LeadReceipt'/],
  [
    'an event of the other element',
    /^Property 'verdict' does not exist on type 'LeadAcceptedEvent/,
  ],
  ['a number in place of a value', /^Type 'number' is not assignable to type 'string'/],
  ['no field of a verdict', /^Property 'state' does not exist on type '(?:Redeem)?Verdict\b/],
]);

describe('the types of the tags', () => {
  for (const app of apps) {
    const [program, ...args] = app.checker ?? [];
    if (program === undefined) continue;

    it(`accept what ${app.name} does with them, and reject mistakes`, async () => {
      const cwd = folderOf(app);
      const path = `${join(cwd, 'node_modules/.bin')}:${ownTools}:${process.env['PATH']}`;
      const output = await outputOf(program, args, { cwd, env: { ...process.env, PATH: path } });
      // The formats of tsc and its kin, and of svelte-check.
      const errors = Array.from(
        output.matchAll(/^(.+)\(\d+,\d+\): error TS\d+: (.+)|ERROR "([^"]+)" \S+ "(.+)/gm),
        ([, file = '', text = '', file2 = file, text2 = text]) => ({ file: file2, text: text2 }),
      );
      const found = errors.map(({ file, text }) =>
        file.startsWith('types/wrong.') ? (nameOf(text) ?? text) : `${file}: ${text}`,
      );
      assert.deepEqual(found, [...mistakes.keys()], output);
    });
  }
});

function nameOf(error: string): string | undefined {
  for (const [name, says] of mistakes) if (says.test(error)) return name;
  return undefined;
}

function outputOf(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  const { promise, resolve: settle } = Promise.withResolvers<string>();
  execFile(program, args, options, (error, stdout, stderr) => {
    settle(stdout || stderr || (error?.message ?? ''));
  });
  return promise;
}
